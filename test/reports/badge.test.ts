import { describe, expect, test } from 'vitest';
import { renderBadge } from '../../reports/badge.ts';
import { expectGolden } from './golden.ts';
import { flawed } from './sample.ts';
import { STORED, stored } from './stored.ts';

describe('renderBadge', () => {
  test.each(STORED)('%s', (name) => expectGolden(`${name}.svg`, renderBadge(stored(name))));

  test('says in words what it shows, and of which commit', () => {
    expect(renderBadge(stored('mixed'))).toContain('<title>roadworthy 9c1d7e3b52: 5 of 9 mistakes avoided, grade C</title>');
  });

  test('without a letter it says so', () => {
    const card = flawed();
    const svg = renderBadge({ ...card, headline: { ...card.headline, letter: null } });
    expect(svg).toContain('0 of 10 mistakes avoided, not graded');
    expect(svg).toContain('#55605a');
  });

  test('a hostile scorecard adds no element', () => {
    const tags = (svg: string) => svg.match(/<[^>]*?[\s>/]/g)?.map((tag) => tag.trim());
    expect(tags(renderBadge(stored('hostile')))).toEqual(tags(renderBadge(stored('flawed'))));
    expect(renderBadge(stored('hostile')).length).toBeLessThan(3000);
  });
});
