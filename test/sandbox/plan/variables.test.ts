import { describe, expect, test } from 'vitest';
import { parseDotenv } from '../../../src/sandbox/plan/dotenv.ts';
import { interpolate } from '../../../src/sandbox/plan/interpolate.ts';

const known = new Map([
  ['A', 'a'],
  ['EMPTY', ''],
]);
const lookup = ({ name }: { name: string }) => known.get(name);

describe('interpolate', () => {
  test.each([
    ['$A ${A}b $$A', 'a ab $A'],
    ['${MISSING:-x} ${EMPTY:-x} ${EMPTY-x}', 'x x '],
    ['${A:+yes} ${EMPTY:+yes}|${EMPTY+yes}', 'yes |yes'],
    ['${MISSING:-${A}/${EMPTY:-z}}', 'a/z'],
    ['[$MISSING]', '[]'],
    ['no variable', 'no variable'],
  ])('%s', (template, filled) => {
    expect(interpolate(template, lookup)).toBe(filled);
  });

  test.each([
    ['costs 5$', 'starts no variable'],
    ['${A', 'without its'],
    ['${A!}', 'not a form'],
    ['${-x}', 'not a form'],
    ['${MISSING:?set it}', 'needs MISSING: set it'],
    ['${EMPTY:?}', 'needs EMPTY'],
    [`${'${A:-'.repeat(30)}${'}'.repeat(30)}`.replaceAll('A', 'MISSING'), 'nested deeper'],
  ])('%s is rejected', (template, message) => {
    expect(() => interpolate(template, lookup)).toThrow(message);
  });

  test('lenient leaves what compose would reject', () => {
    expect(interpolate('p@$$4$ ${A} $4 ${', lookup, true)).toBe('p@$4$ a $4 ${');
  });
});

describe('parseDotenv', () => {
  test.each([
    ['comments', '# one\nA=1 # two\nB=a#b\n#C=3', { A: '1', B: 'a#b' }],
    ['export and blanks', 'export A=1\n  B = two words  \nC:3', { A: '1', B: 'two words', C: '3' }],
    ['single quotes stand as written', "A='x $B \\n # y'", { A: 'x $B \\n # y' }],
    ['double quotes have escapes', 'A="one\\ntwo \\"three\\" \\$B" # end', { A: 'one\ntwo "three" $B' }],
    ['several lines', 'KEY="-----BEGIN\nabc\n-----END"\nB=1', { KEY: '-----BEGIN\nabc\n-----END', B: '1' }],
    ['earlier lines fill later ones', 'U=me\nURL=postgres://${U}:${P:-x}@db/$U', { U: 'me', URL: 'postgres://me:x@db/me' }],
    ['a dollar that is no variable stays', 'SECRET=a$4b$!c', { SECRET: 'a$4b$!c' }],
    ['CRLF and BOM', '\uFEFFA=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['empty', 'A=\nB=""\nC', { A: '', B: '' }],
    ['an apostrophe is no quote in the middle', "A=it's", { A: "it's" }],
    ['a quote without its end', 'A="x\nB=2', { A: '"x', B: '2' }],
    ['rubbish', '{"json": true}\nA=1\n=2', { A: '1' }],
    ['dotted names', 'PG.HOST=db', { 'PG.HOST': 'db' }],
  ])('%s', (_, text, values) => {
    expect(Object.fromEntries(parseDotenv(text))).toEqual(values);
  });

  test('outer variables fill values and names without one; our environment does not', () => {
    process.env['ROADWORTHY_CANARY'] = 'canary';
    const read = parseDotenv('A=$OUTER\nOUTER\nB=$ROADWORTHY_CANARY\nROADWORTHY_CANARY', new Map([['OUTER', 'o']]));
    delete process.env['ROADWORTHY_CANARY'];
    expect(Object.fromEntries(read)).toEqual({ A: 'o', OUTER: 'o', B: '' });
  });
});
