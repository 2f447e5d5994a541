import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../reports/junit.ts';
import { expectGolden } from './golden.ts';
import { STORED, stored } from './stored.ts';

/** Every tag closed in its turn, attributes quoted, and no character that XML 1.0 has not: what an XML parser would insist on. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, '')
    .replace(/<(\/?)([a-z]+)((?: [a-z]+="[^"<\n]*")*)(\/?)>/g, (_, closes: string, name: string, _attributes, empty: string) => {
      if (closes !== '') return open.pop() === name ? '' : '<';
      if (empty === '') open.push(name);
      return '';
    });
  return open.length === 0 && !/[<>]|&(?!#\d+;)|[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Cs}/u.test(rest);
}

describe('renderJunit', () => {
  test.each(STORED)('%s', (name) => {
    const xml = renderJunit(stored(name));
    expectGolden(`${name}.junit.xml`, xml);
    expect(isWellFormed(xml)).toBe(true);
  });

  test('the test of well-formedness sees what is wrong', () => {
    for (const xml of ['<a>', '<a></b>', '<a x="<"/>', '<a>&lt</a>', '<a>\u0000</a>', '<a><b></a></b>'])
      expect(isWellFormed(xml), xml).toBe(false);
  });

  test('each verdict has its place', () => {
    const xml = renderJunit(stored('mixed'));
    expect(xml).toMatch(/<testsuites name="roadworthy habit-tracker-api" tests="12" failures="3" errors="1" skipped="1">/);
    expect(xml).toMatch(
      /classname="credentials\.missing-login-limit"[^>]*>\n<error message="Nobody could log in[^"]*" type="inconclusive">/,
    );
    expect(xml).toMatch(/classname="http\.server-error-on-client-fault"[^>]*>\n<skipped message="No operation takes/);
    expect(xml).toMatch(/<testcase classname="access\.unprotected-routes" name="[^"]*"\/>/);
    expect(renderJunit(stored('flawed'))).toMatch(/type="partial"/);
  });
});
