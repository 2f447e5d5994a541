import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/api/exchange.ts';
import { spoil } from '../../src/api/identity/spoil.ts';
import { reproduce } from '../../src/grading/reproduce.ts';
import { shellText, shellWord } from '../../src/grading/shell.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let server: Server;
let url = '';
let seen: Seen[] = [];
let nextId = 700;

/** Answers every POST with an id that is not the recorded one, in several places. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      nextId += 1;
      response.writeHead(request.method === 'POST' ? 201 : 200, {
        'content-type': 'application/json',
        location: `/api/tasks/${nextId}?x=1`,
      });
      response.end(JSON.stringify({ id: nextId, data: { 'the "id"': `s-${nextId}`, list: [{ _id: `l-${nextId}` }] } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
  nextId = 700;
});

/** A token whose last part is long enough to be spoilt in the middle. */
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ';

const COOKIES = 'sid=s-123456; theme=dark.grey';

async function run(lines: readonly string[]): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const env = {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    RW_URL: url,
    RW_A_TOKEN: TOKEN,
    RW_B_TOKEN: 'token-of-B',
    RW_A_COOKIE: COOKIES,
    RW_A_PASSWORD: `p'w"$(x)`,
    RW_C_PASSWORD: 'cc',
  };
  const bash = spawn('bash', ['--noprofile', '--norc', '-eu'], { env });
  const out = { stdout: '', stderr: '' };
  bash.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  bash.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  bash.stdin.end(`${lines.join('\n')}\n`);
  const code = await new Promise<number | null>((resolve) => bash.on('close', resolve));
  return { ...out, code };
}

function exchange(id: string, request: Partial<Exchange['request']>, identity: Exchange['identity'] = 'A'): Exchange {
  return {
    id,
    stack: 'clean',
    identity,
    request: { method: 'GET', path: '/', headers: {}, body: null, taken: [], ...request },
    response: null,
    durationMs: 1,
  };
}

const chainOf = (...exchanges: Exchange[]) =>
  reproduce(
    exchanges.map((one) => one.id),
    Object.fromEntries(exchanges.map((one) => [one.id, one])),
  );
const json = { 'content-type': 'application/json', authorization: 'Bearer {{A.token}}' };

describe('reproduce', () => {
  const create = exchange('x1', { method: 'POST', path: '/api/projects', headers: json, body: '{"name":"p"}' });
  const task = exchange('x2', {
    method: 'POST',
    path: '/api/tasks',
    headers: json,
    body: '{"title":"it\'s","priority":1,"projectId":1}',
    taken: [{ value: '1', from: 'x1', pointer: '/id' }],
  });
  const read = exchange(
    'x3',
    {
      path: '/api/v1/tasks/1?project=1',
      headers: { authorization: 'Bearer {{B.token}}' },
      taken: [
        { value: '1', from: 'x2', pointer: 'header:location' },
        { value: '1', from: 'x1', pointer: '/id' },
      ],
    },
    'B',
  );

  test('reads as a person would write it', () => {
    expect(chainOf(create, task, read)).toEqual([
      '# as A',
      `ID1=$(curl -sS -w '%{stderr}HTTP %{http_code}\\n' -X POST "$RW_URL/api/projects" -H 'content-type: application/json' -H "authorization: Bearer $RW_A_TOKEN" --data-raw '{"name":"p"}' | node -pe 'JSON.parse(require("fs").readFileSync(0, "utf8")).id')`,
      `ID2=$(curl -sS -i -X POST "$RW_URL/api/tasks" -H 'content-type: application/json' -H "authorization: Bearer $RW_A_TOKEN" --data-raw '{"title":"it'\\''s","priority":1,"projectId":'"$ID1"'}' | node -pe '/^location: *([^?#\\r\\n]*)/im.exec(require("fs").readFileSync(0, "utf8"))[1].replace(/\\/$/, "").split("/").pop()')`,
      '# as B',
      `curl -sS -i "$RW_URL/api/v1/tasks/$ID2?project=$ID1" -H "authorization: Bearer $RW_B_TOKEN"`,
    ]);
  });

  test('takes new ids from new answers', async () => {
    const { code, stdout, stderr } = await run(chainOf(create, task, read));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain('HTTP 201');
    expect(stdout).toContain('200 OK');
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/api/projects', '{"name":"p"}'],
      ['POST', '/api/tasks', '{"title":"it\'s","priority":1,"projectId":701}'],
      ['GET', '/api/v1/tasks/702?project=701', ''],
    ]);
    expect(seen[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' });
    expect(seen[2]?.headers['authorization']).toBe('Bearer token-of-B');
  });

  test('several ids of one answer, from strange keys, lists and headers', async () => {
    const use = exchange('x2', {
      path: '/a/old-s/old-l/7',
      taken: [
        { value: 'old-s', from: 'x1', pointer: '/data/the "id"' },
        { value: 'old-l', from: 'x1', pointer: '/data/list/0/_id' },
        { value: '7', from: 'x1', pointer: 'header:location' },
      ],
    });
    const { code, stderr } = await run(chainOf(create, use));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(seen[1]?.path).toBe('/a/s-701/l-701/701');
  });

  test('two ids of one value go where they came from', async () => {
    const second = exchange('x2', {
      method: 'POST',
      path: '/api/projects/1/tasks',
      headers: json,
      body: '{}',
      taken: [{ value: '1', from: 'x1', pointer: '/id' }],
    });
    const nested = exchange('x3', {
      path: '/api/projects/1/tasks/1',
      taken: [
        { value: '1', from: 'x1', pointer: '/id' },
        { value: '1', from: 'x2', pointer: '/id' },
      ],
    });
    await run(chainOf(create, second, nested));
    expect(seen.map((one) => one.path)).toEqual(['/api/projects', '/api/projects/701/tasks', '/api/projects/701/tasks/702']);
  });

  test('a short id that the path has used is not looked for in the body', async () => {
    const taken = [{ value: '41', from: 'x1', pointer: '/id' }];
    const update = exchange('x2', {
      method: 'PUT',
      path: '/api/tasks/41',
      headers: json,
      body: '{"userId":41,"points":41}',
      taken,
    });
    const uuid = 'd9b2d63d-a233-4123-847a-7090d1a3f1f0';
    const long = exchange('x3', {
      method: 'PUT',
      path: `/api/tasks/${uuid}`,
      headers: json,
      body: `{"id":"${uuid}"}`,
      taken: [{ value: uuid, from: 'x1', pointer: '/id' }],
    });
    await run(chainOf(create, update));
    nextId = 700;
    await run(chainOf(create, long));
    expect(seen.filter((one) => one.method === 'PUT').map(({ path, body }) => [path, body])).toEqual([
      ['/api/tasks/701', '{"userId":41,"points":41}'],
      ['/api/tasks/701', '{"id":"701"}'],
    ]);
  });

  test('ids of a request outside the chain stay, and are said to', () => {
    const lines = chainOf(read);
    expect(lines.join('\n')).toContain('# the id 1 came from a request that is not part of this chain');
    expect(lines.at(-1)).toContain('"$RW_URL/api/v1/tasks/1?project=1"');
  });

  test('passwords, cookies and derived tokens are variables', async () => {
    const login = exchange(
      'x1',
      {
        method: 'POST',
        path: '/login',
        headers: { 'content-type': 'application/json' },
        body: '{"email":"a@example.test","password":"{{AB.password}}"}',
      },
      'anonymous',
    );
    const cookie = exchange('x2', { headers: { cookie: '{{A.cookie}}', 'x-empty': '' } });
    const forged = exchange('x3', { headers: { authorization: 'Bearer {{A.token:signature-flipped}}' } }, 'anonymous');
    const unsigned = exchange('x4', { headers: { authorization: 'Bearer {{A.token:unsigned}}' } }, 'anonymous');
    const guess = exchange(
      'x5',
      { method: 'POST', path: '/login', headers: {}, body: 'password={{C.password:guess-3}}' },
      'anonymous',
    );
    const lines = chainOf(login, cookie, forged, unsigned, guess);
    expect(lines.join('\n')).toContain('# {{A.token:signature-flipped}}: the token of A, with three characters');
    const { code, stderr } = await run(lines);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(seen[0]?.body).toBe(`{"email":"a@example.test","password":"p'w"$(x)"}`);
    expect(seen[1]?.headers).toMatchObject({ cookie: COOKIES, 'x-empty': '' });
    expect(seen[2]?.headers['authorization']).toBe(`Bearer ${spoil(TOKEN)}`);
    expect(seen[3]?.headers['authorization']).toMatch(/^Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0\.eyJzdWIiOiI3In0\.$/);
    expect(seen[4]).toMatchObject({ body: 'password=Wrong-guess-3' });
    expect(seen[4]?.headers['content-type']).toBeUndefined();
  });

  test('spoilt cookies are spoilt one by one, as the probe did', async () => {
    const forged = exchange('x1', { headers: { cookie: '{{A.cookie:signature-spoilt}}' } }, 'anonymous');
    await run(chainOf(forged));
    expect(seen[0]?.headers['cookie']).toBe(spoil(COOKIES, { cookie: true }));
    expect(seen[0]?.headers['cookie']).not.toBe(spoil(COOKIES));
  });

  test('a derivation that we do not know is left to the reader', () => {
    const lines = chainOf(exchange('x1', { headers: { authorization: 'Bearer {{B.token:aged}}' } }, 'anonymous'));
    expect(lines).toEqual([
      '# {{B.token:aged}}: made from the token of B (aged); set RW_B_TOKEN_AGED yourself',
      'curl -sS -i "$RW_URL/" -H "authorization: Bearer $RW_B_TOKEN_AGED"',
    ]);
  });

  test('addresses that curl would rewrite', async () => {
    await run(
      chainOf(
        exchange('x1', { path: '/a/../b/{x}/[1-3]?q=[a]' }),
        exchange('x2', { method: 'HEAD', path: '/h' }),
        exchange('x3', { method: 'GET', path: '/g', body: '@/etc/passwd' }),
      ),
    );
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/a/../b/{x}/[1-3]?q=[a]', ''],
      ['HEAD', '/h', ''],
      ['GET', '/g', '@/etc/passwd'],
    ]);
  });

  const hostile = [
    `'; touch /tmp/roadworthy-pwned; '`,
    '$(exit 9)',
    '`exit 9`',
    '"$RW_A_TOKEN"',
    'a\nexit 9\nb',
    '\\',
    "\\'",
    '!!',
    '\u001b[2J',
    '\u202etxt',
    '{{A.token}}; exit 9',
    '%s%n',
    '# x',
    '$IFS',
    '-d @/etc/passwd',
    'é',
  ];

  test.each(hostile)('hostile text stays text: %j', async (text) => {
    const lines = chainOf(
      exchange('x1', { method: 'POST', path: '/p', headers: { 'content-type': 'text/plain' }, body: text }),
      exchange('x2', {
        method: 'POST',
        path: '/p',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: text }),
        taken: [{ value: text, from: 'x0', pointer: `/${text}` }],
      }),
      exchange('x3', { path: `/p/${encodeURIComponent(text)}`, taken: [{ value: text, from: 'x1', pointer: `/data/${text}` }] }),
    );
    expect(lines.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const { code, stdout } = await run(lines.map((line) => line.replace('ID1=$(', 'ID1=9; : $(')));
    expect(code, stdout).toBe(0);
    expect(seen[0]?.body).toBe(text.replace('{{A.token}}', TOKEN));
    expect(seen[1]?.body).toBe(JSON.stringify({ id: text }).replace('{{A.token}}', TOKEN));
  });

  test('a hostile key is read as a key', async () => {
    const key = `x"]; process.exit(9); //'$(exit 9)`;
    const lines = chainOf(
      create,
      exchange('x2', { path: '/p/old', taken: [{ value: 'old', from: 'x1', pointer: `/data/${key.replaceAll('/', '~1')}` }] }),
    );
    expect((await run(lines)).code).toBe(0);
    expect(seen[1]?.path).toBe('/p/undefined');
  });
});

test('bash reads every word as the text that was meant', async () => {
  const texts = fc
    .sample(fc.string({ unit: 'binary', maxLength: 12 }), { numRuns: 150, seed: 7 })
    .map((text) => text.replaceAll('\0', ''));
  const lines = texts.map((text) => `printf '%s\\0' ${shellWord([text, { variable: 'RW_B_TOKEN' }, text])} ${shellText(text)}`);
  const { stdout } = await run(lines);
  const wellFormed = (text: string) => Buffer.from(text).toString();
  expect(stdout.split('\0').slice(0, -1)).toEqual(
    texts.flatMap((text) => [`${wellFormed(text)}token-of-B${wellFormed(text)}`, wellFormed(text)]),
  );
});
