import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RoadworthyError } from '../../src/errors.ts';
import { parseTarget } from '../../src/submission/target.ts';

const git = (url: string, rest: object = {}) => ({ kind: 'git', url, name: 'api', ...rest });

test.each([
  ['https://github.com/ada/api', git('https://github.com/ada/api')],
  ['https://github.com/ada/api.git', git('https://github.com/ada/api.git')],
  ['https://github.com/ada/api/', git('https://github.com/ada/api')],
  ['https://github.com/ada/api?tab=readme#top', git('https://github.com/ada/api')],
  ['https://github.com/ada/api/tree/main', git('https://github.com/ada/api', { treePath: 'main' })],
  ['https://github.com/ada/api/tree/feature/x/src/', git('https://github.com/ada/api', { treePath: 'feature/x/src' })],
  ['https://gitlab.com/team/sub/api/-/tree/main/src', git('https://gitlab.com/team/sub/api', { treePath: 'main/src' })],
  ['https://codeberg.org/ada/api/src/branch/main/src', git('https://codeberg.org/ada/api', { treePath: 'main/src' })],
  ['https://bitbucket.org/ada/api/src/main', git('https://bitbucket.org/ada/api', { treePath: 'main' })],
  ['https://git.example.org/deep/er/api.git', git('https://git.example.org/deep/er/api.git')],
  ['./some/api', { kind: 'folder', path: './some/api', name: 'api' }],
  ['/tmp/My API (final)', { kind: 'folder', path: '/tmp/My API (final)', name: 'My-API-final' }],
])('%s', (text, expected) => {
  expect(parseTarget(text)).toEqual(expected);
});

test('--ref and --subdir', () => {
  expect(parseTarget('https://github.com/ada/api', { ref: 'v1.0', subdir: './server/' })).toEqual(
    git('https://github.com/ada/api', { ref: 'v1.0', subdir: 'server' }),
  );
  expect(parseTarget('https://github.com/ada/api/tree/feature/x/server', { ref: 'feature/x' })).toEqual(
    git('https://github.com/ada/api', { ref: 'feature/x', subdir: 'server' }),
  );
});

test.each([
  ['', {}],
  ['-oProxyCommand=x', {}],
  ['--upload-pack=x', {}],
  ['http://github.com/ada/api', {}],
  ['ssh://git@github.com/ada/api', {}],
  ['git@github.com:ada/api.git', {}],
  ['file:///etc', {}],
  ['ext::sh -c touch% /tmp/x', {}],
  ['git://github.com/ada/api', {}],
  ['https://ada:hunter22@github.com/ada/api', {}],
  ['https://token@github.com/ada/api', {}],
  ['https://localhost/ada/api', {}],
  ['https://127.0.0.1:8080/ada/api', {}],
  ['https://2130706433/ada/api', {}],
  ['https://[::1]/ada/api', {}],
  ['https://169.254.169.254/ada/api', {}],
  ['https://github.com/', {}],
  ['https://github.com/ada/-oapi', {}],
  ['https://github.com/ada/a%0apath', {}],
  ['https://github.com/ada/%2e%2e%2fapi', {}],
  ['https://github.com/ada/api\u001b[2J', {}],
  ['https://github.com/ada/api/blob/main/x.js', {}],
  ['https://gitlab.com/ada/api/-/merge_requests/1', {}],
  ['https://github.com/ada/api', { ref: '--upload-pack=x' }],
  ['https://github.com/ada/api', { ref: 'a..b' }],
  ['https://github.com/ada/api', { ref: 'main@{1}' }],
  ['https://github.com/ada/api', { subdir: '../x' }],
  ['https://github.com/ada/api', { subdir: '/etc' }],
  ['https://github.com/ada/api', { subdir: 'a/../../b' }],
  ['https://github.com/ada/api', { subdir: '.git' }],
  ['https://github.com/ada/api/tree/main', { ref: 'dev' }],
])('refused in one line: %j %j', (text, options) => {
  expect(() => parseTarget(text, options)).toThrow(
    expect.objectContaining({ code: 'bad-target', message: expect.not.stringMatching(/[\n\u001b]|hunter22/) }),
  );
});

test('any text is parsed to something safe or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true })), (text) => {
      try {
        const target = parseTarget(text);
        expect(target.name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,59}$/);
        if (target.kind === 'git') expect(target.url).toMatch(/^https:\/\/[^@\s-]/);
      } catch (error) {
        expect(error).toBeInstanceOf(RoadworthyError);
      }
    }),
    { numRuns: 50 },
  );
});
