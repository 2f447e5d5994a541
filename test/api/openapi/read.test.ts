import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type OpenApi, readOpenApi } from '../../../src/api/openapi/read.ts';
import type { JsonObject } from '../../../src/json.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

const served = { kind: 'openapi-served', at: '/docs/openapi.json' } as const;

async function read(document: JsonObject | string): Promise<OpenApi> {
  const result = await readOpenApi(typeof document === 'string' ? document : JSON.stringify(document), served);
  if ('refused' in result) throw new Error(result.refused);
  return result;
}

async function refused(bytes: string): Promise<string> {
  const result = await readOpenApi(bytes, served);
  return 'refused' in result ? result.refused : 'was read';
}

const info = { title: 'x', version: '1' };
const ok = { 200: { description: 'ok' } };
const at31 = (rest: JsonObject): JsonObject => ({ openapi: '3.1.0', info, paths: {}, ...rest });

describe('a document of our own', () => {
  it('gives every operation', async () => {
    const api = await read(readFileSync(new URL('../../submissions/tasks-express/openapi.json', import.meta.url), 'utf8'));
    expect(api.notes).toEqual([]);
    expect(api.basePaths).toEqual(['']);
    expect(api.security).toEqual([{ name: 'bearer', kind: 'bearer' }]);
    const register = api.operations.find(({ method, path }) => method === 'POST' && path === '/api/auth/register');
    expect(register).toMatchObject({
      secured: false,
      statuses: expect.arrayContaining(['201', '400', '409']),
      body: { contentType: 'application/json', required: true, schema: { type: 'object' } },
      source: served,
    });
    expect(api.operations.find(({ path }) => path === '/api/users/me')?.secured).toBe(true);
    expect(JSON.stringify(api)).not.toContain('$ref');
  });
});

describe('versions', () => {
  const SWAGGER = `
swagger: 2.0
info: {title: x, version: "1"}
host: api.example.com
basePath: /v1/
schemes: [https]
securityDefinitions:
  key: {type: apiKey, in: header, name: Authorization}
  login: {type: oauth2, flow: password, tokenUrl: /token, scopes: {}}
security: [{key: []}]
paths:
  /tasks/:id:
    parameters: [{name: id, in: path, required: true, type: integer}]
    put:
      consumes: [application/json]
      parameters: [{name: body, in: body, schema: {$ref: '#/definitions/Task'}}]
      responses: {200: {description: ok}}
definitions:
  Task: {type: object, required: [title], properties: {title: {type: string, x-nullable: true}}, example: {title: Paint}}
`;

  it('reads 2.0 in YAML, with its version as a number', async () => {
    const api = await read(SWAGGER);
    expect(api.basePaths).toEqual(['/v1']);
    expect(api.security).toEqual([
      { name: 'key', kind: 'bearer' },
      { name: 'login', kind: 'oauth2-password', tokenUrl: '/token' },
    ]);
    expect(api.operations).toMatchObject([
      {
        method: 'PUT',
        path: '/tasks/{id}',
        secured: true,
        parameters: [{ name: 'id', in: 'path', schema: { type: 'integer' } }],
        body: { schema: { required: ['title'] }, example: { title: 'Paint' } },
      },
    ]);
  });

  it('reads 3.0 with nullable, and 3.2 which the validator does not know', async () => {
    const paths = {
      '/tasks': {
        post: {
          requestBody: {
            content: {
              'application/json': { schema: { type: 'object', properties: { title: { type: 'string', nullable: true } } } },
            },
          },
          responses: ok,
        },
      },
    };
    for (const openapi of ['3.0.3', '3.2.0']) {
      const api = await read({ openapi, info, paths });
      expect(api.notes).toEqual([]);
      expect(api.operations[0]?.body?.schema).toMatchObject({ properties: { title: {} } });
    }
  });

  it('uses an invalid document as far as it can be read, and says so', async () => {
    const api = await read({
      openapi: '3.1.0',
      paths: {
        '/tasks': {
          get: { parameters: [{ nonsense: true }, null, { $ref: '#/components/parameters/Missing' }] },
          post: 'nonsense',
        },
        '/x': null,
      },
    });
    expect(api.operations).toMatchObject([{ method: 'GET', path: '/tasks', parameters: [], statuses: [] }]);
    expect(api.notes).toEqual([
      expect.stringMatching(/^not valid: /),
      'references that lead nowhere: #/components/parameters/Missing',
    ]);
  });

  it.each([
    ['{"hello": 1}', 'it names no OpenAPI version'],
    ['<!doctype html><html></html>', 'neither JSON nor YAML'],
    ['', 'empty'],
    ['[]', 'neither JSON nor YAML with named parts'],
    ['{"swagger": [', 'neither JSON nor YAML'],
  ])('refuses %j', async (bytes, why) => {
    expect(await refused(bytes)).toContain(why);
  });
});

describe('operations', () => {
  it('joins parameters of the path and of the operation', async () => {
    const api = await read(
      at31({
        components: { parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' }, example: 2 } } },
        paths: {
          '/a/{id}': {
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { $ref: '#/components/parameters/Page' },
            ],
            get: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }], responses: ok },
          },
        },
      }),
    );
    expect(api.operations[0]?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
      { name: 'page', in: 'query', required: false, schema: { type: 'integer' }, example: '2' },
    ]);
  });

  it('adds what the path has and nobody declared', async () => {
    const api = await read(at31({ paths: { '/a/{id}': { get: { responses: ok } } } }));
    expect(api.operations[0]?.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: {} }]);
  });

  it('says whether a credential is needed, as far as the document does', async () => {
    const paths = {
      '/a': {
        get: { responses: ok },
        post: { security: [], responses: ok },
        put: { security: [{}, { b: [] }], responses: ok },
        delete: { security: [{ b: [] }], responses: ok },
      },
    };
    const components = { securitySchemes: { b: { type: 'http', scheme: 'bearer' } } };
    expect((await read(at31({ paths, components }))).operations.map(({ secured }) => secured)).toEqual([
      undefined,
      false,
      false,
      true,
    ]);
    expect((await read(at31({ paths, components, security: [{ b: [] }] }))).operations[0]?.secured).toBe(true);
  });

  it('takes the first example that there is, and leaves out one that its schema refuses', async () => {
    const schema = {
      type: 'object',
      required: ['n', 'id'],
      properties: { n: { type: 'integer' }, id: { type: 'integer', readOnly: true }, odd: { type: 'string', pattern: '^(?=a)' } },
    };
    const post = (media: JsonObject) => ({
      post: { requestBody: { content: { 'application/json': { schema, ...media } } }, responses: ok },
    });
    const api = await read(
      at31({
        paths: {
          '/a': post({ examples: { one: { value: { n: 1, odd: 'x' } } } }),
          '/b': post({ example: { n: 'x' } }),
          '/c': post({ example: '{"n": 3}' }),
        },
      }),
    );
    expect(api.operations.map(({ body }) => body?.example)).toEqual([{ n: 1, odd: 'x' }, undefined, { n: 3 }]);
    expect(api.notes).toEqual([expect.stringContaining('the example of POST /b does not fit its schema')]);
  });

  it('prefers JSON, then forms', async () => {
    const post = (...types: string[]) => ({
      post: { requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema: {} }])) }, responses: ok },
    });
    const api = await read(
      at31({
        paths: {
          '/a': post('text/xml', 'application/json; charset=utf-8'),
          '/b': post('multipart/form-data', 'application/x-www-form-urlencoded'),
          '/c': post('*/*'),
          '/d': post('image/png'),
        },
      }),
    );
    expect(api.operations.map(({ body }) => body?.contentType)).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
      'application/json',
      'image/png',
    ]);
  });

  it('puts allOf together and takes the first of oneOf', async () => {
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Base' },
        { type: 'object', required: ['b'], properties: { b: { oneOf: [{ type: 'null' }, { type: 'integer' }] } } },
      ],
    };
    const api = await read(
      at31({
        components: { schemas: { Base: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } } },
        paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: ok } } },
      }),
    );
    expect(api.operations[0]?.body?.schema).toEqual({
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'string' }, b: { type: 'integer' } },
    });
  });

  it('reads base paths from servers, relative to the document', async () => {
    const servers = [
      { url: 'https://api.example.com/v1/' },
      { url: '../api' },
      { url: '{scheme}://x/{base}', variables: { scheme: { default: 'http' }, base: { default: 'v2' } } },
      { url: '/' },
    ];
    expect((await read(at31({ servers }))).basePaths).toEqual(['/v1', '/api', '/v2', '']);
  });
});

describe('hostile documents', () => {
  const timed = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    const from = cpuTimeMs();
    const result = await task();
    expect(cpuTimeMs() - from).toBeLessThan(3000);
    return result;
  };

  it('refuses an alias bomb at once', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, index) => `l${index + 1}: &l${index + 1} [${Array.from({ length: 9 }, () => `*l${index}`).join(',')}]`,
    );
    const bomb = `openapi: 3.1.0\nl0: &l0 [a,a,a,a,a,a,a,a,a]\n${levels.join('\n')}\npaths: {}\n`;
    expect(await timed(() => refused(bomb))).toMatch(/alias|values/i);
  });

  it('survives references that multiply', async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `S${index}`,
        {
          type: 'object',
          properties: Object.fromEntries(
            Array.from({ length: 10 }, (_unused, at) => [
              `p${at}`,
              index < 29 ? { $ref: `#/components/schemas/S${index + 1}` } : { type: 'string' },
            ]),
          ),
        },
      ]),
    );
    const post = {
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } },
      responses: ok,
    };
    const paths = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`/p${index}`, { post }]));
    const api = await timed(() => read(at31({ components: { schemas }, paths })));
    expect(api.operations).toHaveLength(300);
    expect(api.notes.join()).toContain('references multiply');
  });

  it('cuts cycles', async () => {
    const schemas = {
      Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' }, name: { type: 'string' } } },
      A: { $ref: '#/components/schemas/B' },
      B: { $ref: '#/components/schemas/A' },
    };
    const post = (name: string) => ({
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
        responses: ok,
      },
    });
    const api = await timed(() => read(at31({ components: { schemas }, paths: { '/a': post('Node'), '/b': post('A') } })));
    expect(api.operations[0]?.body?.schema).toEqual({ type: 'object', properties: { next: {}, name: { type: 'string' } } });
    expect(api.operations[1]?.body?.schema).toEqual({});
  });

  it('opens no file and no address', async () => {
    const schema = {
      type: 'object',
      properties: {
        a: { $ref: '/etc/hostname' },
        b: { $ref: 'file:///etc/passwd' },
        c: { $ref: 'http://169.254.169.254/latest/meta-data' },
      },
    };
    const api = await timed(() =>
      read(
        at31({
          paths: {
            '/a': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: ok } },
            '/b': { $ref: '../../etc/hostname' },
          },
        }),
      ),
    );
    expect(api.operations[0]?.body?.schema).toEqual({ type: 'object', properties: { a: {}, b: {}, c: {} } });
    expect(api.notes.join()).toContain('references out of the document are not followed: ');
    expect(JSON.stringify(api)).not.toContain(readFileSync('/etc/hostname', 'utf8').trim());
  });

  it.each([
    ['JSON brackets', '['.repeat(20_000)],
    ['closed JSON brackets', `{"openapi":"3.1.0","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['YAML brackets', `openapi: 3.1.0\nx: ${'['.repeat(20_000)}`],
    ['YAML dashes', `openapi: 3.1.0\nx: ${'- '.repeat(20_000)}`],
    ['YAML maps', `openapi: 3.1.0\nx:\n${Array.from({ length: 800 }, (_, index) => `${' '.repeat(index + 1)}a:`).join('\n')}`],
    ['more than 5 MB', `{"openapi":"3.1.0","x":"${'x'.repeat(6 * 2 ** 20)}"}`],
    ['too many values', `{"openapi":"3.1.0","x":[${'1,'.repeat(600_000)}1]}`],
  ])('refuses %s', async (_name, bytes) => {
    expect(await timed(() => refused(bytes))).toMatch(/nested deeper than 64|larger than 5 MB|more than 500000 values|neither/);
  });

  it('uses the first 2000 operations', async () => {
    const paths = Object.fromEntries(Array.from({ length: 2500 }, (_, index) => [`/p${index}`, { get: { responses: ok } }]));
    const api = await timed(() => read(at31({ paths })));
    expect(api.operations).toHaveLength(2000);
    expect(api.notes).toContain('only the first 2000 operations are used');
  });

  it('keeps prototypes clean', async () => {
    const bytes = `{"openapi":"3.1.0","info":{"title":"x","version":"1","__proto__":{"polluted":1}},"__proto__":{"polluted":1},"paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"},"hasOwnProperty":{"type":"string"}}}}}},"responses":{"200":{"description":"ok"}}}},"__proto__":{"get":{}},"constructor":{"prototype":{"polluted":1}}},"components":{"schemas":{"__proto__":{"polluted":1}}}}`;
    const api = await timed(() => read(bytes));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Object.keys(api.operations[0]?.body?.schema['properties'] ?? {})).toEqual(['constructor', 'hasOwnProperty']);
    const yaml = await timed(() =>
      read('openapi: 3.1.0\ninfo: {title: x, version: "1"}\n__proto__: {polluted: 1}\npaths: {__proto__: {get: {}}}\n'),
    );
    expect(yaml.operations).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('is not hung by patterns', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', pattern: '^(a+)+$' }, b: { type: 'string', pattern: '(' } },
    };
    const api = await timed(() =>
      read(
        at31({
          paths: {
            '/a': {
              post: {
                requestBody: { content: { 'application/json': { schema, example: { a: `${'a'.repeat(40)}!`, b: 'x' } } } },
                responses: ok,
              },
            },
          },
        }),
      ),
    );
    expect(api.operations[0]?.body).toBeDefined();
  });
});
