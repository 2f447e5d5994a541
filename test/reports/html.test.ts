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

/** A page for reading differences: a change of the stylesheet is seen in the stylesheet. */
function withoutStylesheet(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/, '<style>(report.css)</style>')
    .replace(/sha256-[^ ]+&#x27;;/, 'sha256-(report.css)&#x27;;');
}

describe.each(STORED)('renderHtml of %s', (name) => {
  const html = renderHtml(stored(name));

  test('is the stored page', () => expectGolden(`${name}.html`, withoutStylesheet(html)));

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
    'Progress on the roadmap',
    'How it was started',
    'The API as it was understood',
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

  test('counts the milestones, and shows what decides each', () => {
    const html = renderHtml(stored('full'));
    expect(html).toContain('5 of 20 milestones reached, 2 missed, 13 not looked at.');
    const [milestones = ''] = /<section id="milestones"[\s\S]*?<\/section>/.exec(html) ?? [];
    expect(milestones).toContain('9 of 14 operations are described');
    expect(html.replace(milestones, '')).not.toContain('9 of 14 operations are described');
  });

  test('says how far each operation was followed, and who knows it', () => {
    const [api = ''] = /<section id="api"[\s\S]*?<\/section>/.exec(renderHtml(stored('good'))) ?? [];
    expect(api).toMatch(/<code>GET \/api\/me<\/code>.*Reached.*router src\/routes\/me\.js:7, document openapi\.json/);
    expect(api).toMatch(/<code>GET \/health<\/code>.*Known.*never asked/);
    expect(api.match(/class="state /g)).toHaveLength(14);
  });

  test('says what it was started from, and with which help', () => {
    const [started = ''] = /<section id="started"[\s\S]*?<\/section>/.exec(renderHtml(stored('good'))) ?? [];
    expect(started).toContain('Started from <code>compose.yaml</code> (compose), with help:');
    expect(started).toContain('.env copied from .env.example');
    expect(started).toContain('the author says so');
    expect(renderHtml(stored('not-started'))).toContain('Tried from <code>Dockerfile</code>');
  });

  test('a large API stays a page', () => {
    const card = stored('good');
    const one = card.facts.operations?.[0];
    if (!one) throw new Error('the sample has operations');
    const operations = Array.from({ length: 2000 }, (_, index) => ({ ...one, operation: `GET /things-${index}` }));
    const html = renderHtml({ ...card, facts: { ...card.facts, operations } });
    expect(html.match(/class="state /g)).toHaveLength(150);
    expect(html).toContain('And 1850 more');
  });

  test.each([
    ['use `a` and `b`', 'use <code>a</code> and <code>b</code>'],
    ['one ` alone', 'one &#x60; alone'],
    ['`<b>`', '<code>&lt;b&gt;</code>'],
    ['`a` and `b', '<code>a</code> and &#x60;b'],
  ])('code in %j is set as code', (found, html) => {
    const card = stored('flawed');
    const row = card.checks['missing-404'];
    if (!row) throw new Error('the sample has this check');
    expect(renderHtml({ ...card, checks: { ...card.checks, 'missing-404': { ...row, found } } })).toContain(
      `<p class="found">${html}</p>`,
    );
  });

  test('five findings stand open, of the others only what they are', () => {
    const findings = [...renderHtml(stored('flawed')).matchAll(/<li class="finding [\s\S]*?(?=<li class="finding |<\/ol>\n)/g)];
    expect(findings.map(([one]) => /<details class="list">\s*<summary>/.test(one))).toEqual(
      findings.map((_, index) => index >= 5),
    );
    expect(findings[9]?.[0]).toContain(
      '<summary>Creating something does not answer 201; Asking for what is not there does not answer 404</summary>',
    );
  });

  test('of much evidence, two pieces are shown and the others folded', () => {
    const card = stored('flawed');
    const row = card.checks['hardcoded-secrets'];
    const [evidence] = row?.evidence ?? [];
    if (!row || !evidence) throw new Error('the sample has this evidence');
    const html = (count: number) =>
      renderHtml({
        ...card,
        checks: { ...card.checks, 'hardcoded-secrets': { ...row, evidence: Array.from({ length: count }, () => evidence) } },
      });
    expect(html(3)).not.toContain('more like this');
    expect(html(5)).toContain('<summary>3 more like this</summary>');
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
