import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../reports/markdown.ts';
import type { Scorecard } from '../../src/grading/scorecard.ts';
import { expectGolden } from './golden.ts';
import { flawed } from './sample.ts';
import { STORED, stored } from './stored.ts';

/** Lines that Markdown reads as Markdown: what stands in code blocks is left out, and the blocks must be closed. */
function outsideCode(markdown: string): string {
  let fence = '';
  const lines = markdown.split('\n').filter((line) => {
    const [, mark = ''] = /^(`{3,})/.exec(line) ?? [];
    if (fence === '' && mark !== '') fence = mark;
    else if (fence !== '' && line === fence) fence = '';
    else return fence === '';
    return false;
  });
  expect(fence).toBe('');
  return lines.join('\n');
}

/** A flawed scorecard whose first finding says this. */
function saying(found: string): Scorecard {
  const card = flawed();
  const row = card.checks['unprotected-routes'];
  if (!row) throw new Error('the sample has this check');
  return { ...card, checks: { ...card.checks, 'unprotected-routes': { ...row, found } } };
}

describe('renderMarkdown', () => {
  test.each(STORED)('%s', (name) => expectGolden(`${name}.md`, renderMarkdown(stored(name))));

  test('nothing in a hostile scorecard is markup, a link, a mention or a command', () => {
    const text = outsideCode(renderMarkdown(stored('hostile')));
    expect(text.replace(/<\/?(?:details|summary)>/g, '').match(/[<>]/g)).toBeNull();
    expect(text.match(/@\w|:\/\/|^::/gm)).toBeNull();
    // what stands in a line of HTML is no Markdown
    expect(text.replace(/^<details>.*$/gm, '').match(/(?<!\\)[`[\]]/g)).toBeNull();
    expect(text.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g)).toBeNull();
  });

  test.each([
    ['a mention', 'ask @octocat', 'ask @\u2060octocat'],
    ['an issue', 'see #12 and GH-4', 'see #\u206012 and GH-\u20604'],
    ['an address', 'https://evil.test and www.evil.test', 'https:\u2060//evil.test and www\u2060.evil.test'],
    ['an image', '![x](https://evil.test/a.png)', '!\\[x\\](https:\u2060//evil.test/a.png)'],
    ['a table', 'a | b', 'a \\| b'],
    ['a tag', '<img src=x>', '&lt;img src=x&gt;'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['an escape of its own', '\\[x](y)', '\\\\\\[x\\](y)'],
    ['a new paragraph', 'one\n\n# two', 'one # two'],
    ['code', '`$x$`', '\\`\\$x\\$\\`'],
  ])('%s is text', (_, found, shown) => expect(renderMarkdown(saying(found))).toContain(`**${shown}**`));

  test('a fence in a snippet does not end its block', () => {
    const card = flawed();
    const row = card.checks['hardcoded-secrets'];
    if (!row) throw new Error('the sample has this check');
    const evidence = [{ kind: 'source' as const, path: 'a.md', line: 1, snippet: '```\n````\n# out' }];
    const text = renderMarkdown({ ...card, checks: { ...card.checks, 'hardcoded-secrets': { ...row, evidence } } });
    expect(text).toContain('`````text\n```\n````\n# out\n`````');
    expect(outsideCode(text)).not.toContain('# out');
  });

  test('it stays below what GitHub takes, and says where it ends', () => {
    const text = renderMarkdown(saying('ü'.repeat(700_000)));
    expect(Buffer.byteLength(text)).toBeLessThan(2 ** 20);
    expect(text.trimEnd().endsWith('_Truncated here: the rest is in scorecard.html._')).toBe(true);
  });
});
