import { describe, expect, test } from 'vitest';
import { renderAnnotations } from '../../reports/annotations.ts';
import { expectGolden } from './golden.ts';
import { flawed } from './sample.ts';
import { STORED, stored } from './stored.ts';

const LINE = /^::(?:error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]*::.*$/;

describe('renderAnnotations', () => {
  test.each(STORED)('%s', (name) => {
    const text = renderAnnotations(stored(name));
    expectGolden(`${name}.annotations.txt`, text);
    for (const line of text.split('\n').filter(Boolean)) expect(line).toMatch(LINE);
  });

  test('the heaviest come first, and never more than ten', () => {
    const card = flawed();
    const one = Object.values(card.mistakes).find((mistake) => mistake.outcome === 'made');
    if (!one) throw new Error('the sample makes mistakes');
    const mistakes = { ...card.mistakes, ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`more-${index}`, one])) };
    expect(
      renderAnnotations({ ...card, mistakes })
        .trimEnd()
        .split('\n'),
    ).toHaveLength(10);
    expect(renderAnnotations(card)).toMatch(/^::error file=[^\n]*(?:unguarded|another|read)::/);
  });

  test('a text cannot begin a command of its own', () => {
    const card = flawed();
    const row = card.checks['unprotected-routes'];
    if (!row) throw new Error('the sample has this check');
    const found = 'one\n::set-output name=x::y\r\n::stop-commands::z 100%';
    const text = renderAnnotations({ ...card, checks: { ...card.checks, 'unprotected-routes': { ...row, found } } });
    expect(text).toContain('::one%0A::set-output name=x::y%0A::stop-commands::z 100%25%0AFix: ');
    expect(text.split('\n').filter((line) => line !== '' && !LINE.test(line))).toEqual([]);
  });
});
