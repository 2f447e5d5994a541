import { expect, test } from 'vitest';
import { openFiles } from '../../src/submission/files.ts';
import { readHints } from '../../src/submission/hints.ts';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

async function read(text: string, name = '.roadworthy.yml') {
  const folder = await temporaryFolder();
  await writeFiles(folder, { [name]: text });
  return readHints(await openFiles(folder));
}

const CALL = 'endpoint: /register\n      payloadRaw: \'{"email":"{$u}@example.test","password":"x"}\'';

test('a submission without the file has no hints', async () => {
  expect(await read('x', 'other.yml')).toBeUndefined();
});

test('start, port and base path', async () => {
  expect(await read('start: npm run serve\nport: 8080\nbasePath: /api/v1/\n', '.roadworthy.yaml')).toEqual({
    file: '.roadworthy.yaml',
    start: 'npm run serve',
    port: 8080,
    basePath: '/api/v1',
    auth: [],
  });
});

test('auth as Web Fuzzing Commons writes it, with a template for all users', async () => {
  const text = `
authTemplate:
  loginEndpointAuth:
    endpoint: /login
    token: { extractFrom: body, extractSelector: /data/token, sendName: X-Token, sendTemplate: "Key {token}" }
auth:
  - name: A
    createUsers:
      ${CALL}
      generators: [{ placeHolder: "{$u}", prefix: rw, minLength: 8, maxLength: 12 }]
    loginEndpointAuth: { payloadUserPwd: { username: ada, password: s3cret, usernameField: email } }
`;
  expect(await read(text)).toMatchObject({
    auth: [
      {
        name: 'A',
        register: { endpoint: '/register', method: 'POST', placeholders: ['{$u}'], contentType: 'application/json' },
        login: { endpoint: '/login', body: '{"email":"ada","password":"s3cret"}', placeholders: ['{$u}'] },
        token: { in: 'body', selector: '/data/token', header: 'x-token', template: 'Key {token}' },
      },
    ],
  });
});

test('older names of the token, and cookies', async () => {
  const older =
    'auth: [{ name: A, loginEndpointAuth: { endpoint: /l, token: { extractFromField: /t, httpHeaderName: X-A, headerPrefix: "T " } } }]';
  expect(await read(older)).toMatchObject({ auth: [{ token: { selector: '/t', header: 'x-a', template: 'T {token}' } }] });
  const cookies = 'auth: [{ name: A, loginEndpointAuth: { endpoint: /l, expectCookies: true } }]';
  expect(await read(cookies)).toMatchObject({ auth: [{ token: { in: 'cookie' } }] });
});

test.each([
  ['exemptions: all', /exemptions|Unrecognized/],
  ['port: 70000', /port/],
  ['start: [a, b]', /start/],
  ['basePath: https://elsewhere.test', /basePath: must be a path/],
  ['auth: [{ name: A, loginEndpointAuth: { endpoint: "//elsewhere", verb: GET } }]', /auth\.0\.loginEndpointAuth/],
  ['a: &a [*a]', /./],
  ['[', /./],
  [`start: ${'x'.repeat(40_000)}`, /./],
])('%s is refused in one line', async (text, reason) => {
  expect(await read(text)).toEqual({ refused: expect.stringMatching(reason) });
  expect(JSON.stringify(await read(text))).not.toMatch(/\\n|\\u00/);
});
