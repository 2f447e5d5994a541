import { describe, expect, test } from 'vitest';
import { httpsLink, sourceLink } from '../../reports/html/link.ts';
import { visible, visibleThroughout } from '../../reports/visible.ts';

describe('visible', () => {
  test.each([
    ['a\u202eb', 'a⟨U+202E⟩b', 'ab'],
    ['\u001b[31mred\u001b[0m', '⟨U+001B⟩[31mred⟨U+001B⟩[0m', 'red'],
    ['\u001b]0;title\u0007x', '⟨U+001B⟩]0;title⟨U+0007⟩x', 'x'],
    ['a\0b\u0085c', 'a⟨U+0000⟩b⟨U+0085⟩c', 'abc'],
    ['tab\tand\nline', 'tab\tand\nline', 'tab\tand\nline'],
    ['\ud800 alone', '⟨U+D800⟩ alone', ' alone'],
    ['é 😀 “ok”', 'é 😀 “ok”', 'é 😀 “ok”'],
  ])('%j', (text, shown, stripped) => {
    expect(visible(text, 'shown')).toBe(shown);
    expect(visible(text, 'stripped')).toBe(stripped);
  });

  test('throughout, names too', () => {
    expect(visibleThroughout({ 'a\u0000': ['\u202e', { b: 1, c: null }] }, 'shown')).toEqual({
      'a⟨U+0000⟩': ['⟨U+202E⟩', { b: 1, c: null }],
    });
  });
});

describe('links', () => {
  test.each([
    'javascript:alert(1)',
    'http://example.test/',
    'JaVaScRiPt:alert(1)',
    ' https://example.test/',
    'https:example.test',
    'https://user:secret@example.test/',
    'https://github.com@evil.test/',
    'data:text/html,x',
    '//example.test/',
    'https://a b',
    '',
  ])('%j is text', (address) => expect(httpsLink('x', address).href).toBeNull());

  test('https is a link', () => expect(httpsLink('x', 'https://example.test/a?b').href).toBe('https://example.test/a?b'));

  test('a source line leads to the graded commit', () => {
    const submission = { source: 'https://github.com/example/tasks', commit: 'a'.repeat(40), subdir: 'api' };
    expect(sourceLink(submission, { path: 'src/a b.js', line: 3 })).toEqual({
      text: 'src/a b.js:3',
      href: `https://github.com/example/tasks/blob/${'a'.repeat(40)}/api/src/a%20b.js#L3`,
    });
    expect(sourceLink({ ...submission, commit: 'tree-1' }, { path: 'a', line: 1 }).href).toBeNull();
    expect(sourceLink({ ...submission, source: 'https://git.example.test/x/y' }, { path: 'a', line: 1 }).href).toBeNull();
  });
});
