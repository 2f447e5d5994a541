import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isJsonObject, readJson, type Json } from '../../src/json.ts';
import type { Identities } from '../../src/api/identity/identities.ts';
import type { Recipe } from '../../src/api/identity/recipe.ts';
import { loginCookies } from '../../src/api/identity/cookies.ts';
import { tokens } from '../../src/probes/tokens.ts';
import { lifeOf } from '../../src/probes/tokens/life.ts';
import { openFiles } from '../../src/submission/files.ts';
import { survey } from '../../src/submission/survey.ts';
import { type FileTable, temporaryFolder } from '../submission/temporary-folder.ts';
import { liveApp, type Request } from './live-app.ts';

type Trust = 'signature' | 'no-signature' | 'algorithm' | 'claims';
interface JwtApp {
  readonly secret: string;
  readonly claims?: Json;
  readonly inCookie?: boolean;
  /** What the app wrongly takes from the token. */
  readonly trusts?: Trust;
}

const part = (json: Json) => Buffer.from(JSON.stringify(json)).toString('base64url');
const sign = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64url');
const tokenOf = ({ secret, claims = { sub: 7, iat: 1_000, exp: 4_600 } }: JwtApp) => {
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${sign(signed, secret)}`;
};

function verifies(token: string, { secret, trusts }: JwtApp): boolean {
  const [header = '', claims = '', signature] = token.split('.');
  const read = (text: string) => readJson(Buffer.from(text, 'base64url').toString());
  const [head, body] = [read(header), read(claims)];
  if (!isJsonObject(head) || !isJsonObject(body) || body['sub'] !== 7) return trusts === 'claims' && token !== '';
  if (trusts === 'no-signature') return true;
  // only the lower-case spelling is thought of
  if (trusts === 'algorithm' && head['alg'] === 'NONE') return true;
  return signature === sign(`${header}.${claims}`, secret);
}

const answering = (app: JwtApp) => {
  const token = tokenOf(app);
  return ({ path, headers }: Request) => {
    if (path === '/login')
      return app.inCookie
        ? { status: 200, body: {}, headers: { 'set-cookie': [`token=${token}; HttpOnly; Path=/`, 'theme=dark-and-more'] } }
        : { status: 200, body: { token } };
    const sent = app.inCookie ? /token=([^;]*)/.exec(headers.cookie ?? '')?.[1] : headers.authorization?.replace('Bearer ', '');
    return verifies(sent ?? '', app) ? { status: 200, body: { id: 7 } } : { status: 401, body: { error: 'no' } };
  };
};

const step = {
  operation: 'POST /login',
  method: 'POST',
  path: '/login',
  payload: { contentType: 'application/json', fields: [] },
} as const;
const recipeOf = ({ inCookie }: JwtApp): Recipe => ({
  register: step,
  token: inCookie ? { in: 'cookie', names: ['token'] } : { in: 'body', pointer: '/token' },
  use: inCookie ? { cookie: true } : { header: 'authorization', template: 'Bearer {token}' },
  proof: { method: 'GET', path: '/me', reason: '' },
});

async function probe(app: JwtApp, files: FileTable = {}) {
  const recipe = recipeOf(app);
  await using running = await liveApp(answering(app), recipe);
  const accounts = [running.live.account('A')].map(({ password: _secret, ...facts }) => facts);
  const identities: Identities = { recipe, accounts };
  const facts = await survey(await openFiles(await temporaryFolder(files)));
  const found = await tokens.run(running.live, { identities, survey: facts });
  return {
    ...found,
    accepted: found.tries.filter((one) => one.accepted).map((one) => one.kind),
    log: JSON.stringify(running.live.client.recorder.exchanges),
  };
}

const STRONG = 'a-long-and-random-secret-5f8c1e';

test.each([false, true])('a sound app refuses every forgery; in a cookie: %s', async (inCookie) => {
  const found = await probe({ secret: STRONG, inCookie });
  expect(found).toMatchObject({
    controlled: true,
    kind: 'jwt',
    algorithm: 'HS256',
    isCookie: inCookie,
    secret: null,
    accepted: [],
  });
  expect(found.tries.map((one) => one.kind)).toEqual([
    'none',
    'garbage',
    'signature-spoilt',
    'payload-edited',
    'unsigned',
    'unsigned-None',
    'unsigned-NONE',
  ]);
  expect(found.life).toEqual({ seconds: 3600, shownBy: 'claims' });
  expect(found.log).toContain(inCookie ? '{{A.cookie:unsigned-None}}' : '{{A.token:unsigned-None}}');
  expect(found.log).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
});

test.each<[Trust, string[]]>([
  ['no-signature', ['signature-spoilt']],
  ['algorithm', ['unsigned-NONE']],
  ['claims', ['garbage']],
])('what trusts %s lets in %j', async (trusts, accepted) => {
  expect((await probe({ secret: STRONG, trusts })).accepted).toEqual(accepted);
});

test('a secret of the public list signs a new token, which is let in', async () => {
  const found = await probe({ secret: 'your-256-bit-secret' });
  expect(found.accepted).toEqual(['known-secret']);
  expect(found.secret).toEqual({ word: 'your-256-bit-secret', path: null, line: null });
});

test('a secret that the repository shows is named with its place', async () => {
  const found = await probe({ secret: STRONG }, { 'README.md': `# It\n\nJWT_SECRET=${STRONG}\n` });
  expect(found.accepted).toEqual(['known-secret']);
  expect(found.secret).toEqual({ word: STRONG, path: 'README.md', line: 3 });
});

test('a token without exp has no end', async () => {
  expect((await probe({ secret: STRONG, claims: { sub: 7, iat: 5 } })).life).toEqual({ seconds: null, shownBy: 'claims' });
});

test('of several cookies, those that carry the login tell how long it lasts', () => {
  const login = {
    response: {
      headers: {
        'set-cookie':
          'csrftoken=a; Max-Age=31449600; Path=/, sessionid=b; HttpOnly; Max-Age=1209600; Path=/, refresh_token=c; Max-Age=7776000, lang=en; Max-Age=31536000',
      },
      body: '',
    },
  };
  const cookies = loginCookies('csrftoken=a; sessionid=b; refresh_token=c; lang=en');
  expect(cookies).toBe('sessionid=b');
  expect(lifeOf(undefined, login, cookies, Date.now())).toEqual({ seconds: 1_209_600, shownBy: 'cookie' });
});
