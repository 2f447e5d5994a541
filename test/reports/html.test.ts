import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../reports/html.ts';
import { expectGolden } from './golden.ts';
import { STORED, stored } from './stored.ts';

const folder = new URL('../../reports/html/', import.meta.url);
const templates = readdirSync(folder).filter((name) => name.endsWith('.hbs'));

describe('templates', () => {
  test.each(templates)('%s has no unescaped output', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(text).not.toMatch(/\{\{(?:\{|&)/);
    expect(text).not.toMatch(/\sstyle=|<script|\son\w+=/i);
    // an attribute without quotes ends at the first space of what is put into it
    expect(text).not.toMatch(/=\{\{/);
  });

  test('only checked addresses become links', () => {
    for (const name of templates) {
      const hrefs = [...readFileSync(new URL(name, folder), 'utf8').matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
      expect(hrefs.filter((href) => !/^\{\{(?:[a-z.]+\.)?href\}\}$|^#[a-z-]+$/.test(href ?? ''))).toEqual([]);
    }
  });
});

describe.each(STORED)('renderHtml of %s', (name) => {
  const html = renderHtml(stored(name));

  test('is the stored page', () => expectGolden(`${name}.html`, html));

  test('is valid HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'void-style': ['error', { style: 'omit' }] },
    });
    const report = await validator.validateString(html);
    expect(
      report.results.flatMap((result) =>
        result.messages.map((message) => `${message.line}: ${message.ruleId}: ${message.message}`),
      ),
    ).toEqual([]);
  });

  test('allows one stylesheet by its hash, and nothing else', () => {
    const [, css = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(css).digest('base64').replaceAll('=', '&#x3D;');
    expect(html).toContain(
      `content="default-src &#x27;none&#x27;; style-src &#x27;sha256-${hash}&#x27;; base-uri &#x27;none&#x27;; form-action &#x27;none&#x27;"`,
    );
    expect(css).not.toMatch(/url\(|@import/);
    expect(html.match(/<style/g)).toHaveLength(1);
  });

  test('is small, self-contained and free of scripts', () => {
    expect(html.length).toBeLessThan(2 ** 20);
    expect(html).not.toMatch(/<(?:script|img|iframe|object|embed|link|base|form)\b/i);
    expect(
      [...html.matchAll(/(?:href|src)="([^"]*)"/g)]
        .map((match) => match[1])
        .filter((href) => !/^(?:https:\/\/|#)/.test(href ?? '')),
    ).toEqual([]);
  });

  test('shows no character that cannot be seen', () => {
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe('the page', () => {
  const order = [
    'common mistakes avoided',
    'What to fix first',
    'Not determined</h2>',
    'Avoided</h2>',
    'Not applicable, or exempt',
    'No check decides it yet',
    'Milestones of the roadmaps',
    'How the grade was computed',
    'What this grade does not cover',
    'The run</h2>',
  ];

  test('keeps its order', () => {
    const html = renderHtml(stored('mixed'));
    const places = order.map((part) => html.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  test('says what mending brings, and why a letter is what it is', () => {
    expect(renderHtml(stored('mixed'))).toContain('69 → 86, C → B');
    expect(renderHtml(stored('not-started'))).toContain('It does not start');
  });

  test('ten blocked checks are one row', () => {
    const [unknown = ''] = /<section id="unknown"[\s\S]*?<\/section>/.exec(renderHtml(stored('not-started'))) ?? [];
    expect(unknown.match(/class="reason"/g)).toHaveLength(1);
    expect(unknown.match(/<li>/g)).toHaveLength(9);
  });

  test('the table adds up', () => {
    for (const name of STORED) {
      const card = stored(name);
      const [table = ''] = /<table class="sums">[\s\S]*?<\/table>/.exec(renderHtml(card)) ?? [];
      const numbers = [
        ...table.matchAll(
          /<tr><th scope="row">[^<]*<\/th><td>[^<]*<\/td><td>[^<]*<\/td>((?:<td class="number">[\d.]+<\/td>){3})<\/tr>/g,
        ),
      ].map((row) => [...(row[1] ?? '').matchAll(/>([\d.]+)</g)].map((cell) => Math.round(Number(cell[1]) * 100)));
      const sums = numbers.pop() ?? [];
      expect([0, 1, 2].map((column) => numbers.reduce((all, row) => all + (row[column] ?? 0), 0))).toEqual(sums);
      expect(card.headline.score).toBe(Math.floor((100 * (sums[2] ?? 0)) / (sums[1] ?? 1)));
    }
  });
});
