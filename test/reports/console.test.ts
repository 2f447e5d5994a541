import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../reports/console.ts';
import { expectGolden } from './golden.ts';
import { STORED, stored } from './stored.ts';

const options = { colour: false, htmlPath: '/runs/sample/scorecard.html' };

describe('renderConsole', () => {
  test.each(STORED)('%s', (name) => expectGolden(`${name}.txt`, renderConsole(stored(name), options)));

  test.each(STORED)('%s: the last line says where the HTML is', (name) => {
    expect(renderConsole(stored(name), options).trimEnd().split('\n').at(-1)).toBe('Report: /runs/sample/scorecard.html');
  });

  test('what to fix comes first, then what is not known, then the summary', () => {
    const text = renderConsole(stored('mixed'), options);
    const places = ['What to fix first', 'Not determined', 'Avoided 5 of 9', 'Report: '].map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
  });

  test('everything that one cause stopped is one row', () => {
    expect(renderConsole(stored('not-started'), options).match(/failed in step RUN npm run build/g)).toHaveLength(2);
  });

  test('a warning that is the reason of something undetermined is said once', () => {
    const card = stored('good');
    const said = 'The history was not given: check out with fetch-depth: 0.';
    const text = renderConsole({ ...card, run: { ...card.run, warnings: [said, 'Something else.'] } }, options);
    expect(text.match(/fetch-depth: 0/g)).toHaveLength(1);
    expect(text).toContain('Warning: Something else.');
  });

  test('nothing that a terminal obeys gets through', () => {
    expect(renderConsole(stored('hostile'), options)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );
  });

  test('colour only when it is asked for', () => {
    expect(renderConsole(stored('flawed'), { ...options, colour: true })).toContain('\u001b[31m');
    expect(renderConsole(stored('flawed'), options)).not.toContain('\u001b');
  });
});
