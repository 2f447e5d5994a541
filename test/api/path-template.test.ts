import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPath, normalisePath, parentCollection, pathParameters, samePath } from '../../src/api/path-template.ts';
import { cpuTimeMs } from '../cpu-time.ts';

const WRITTEN: readonly (readonly [written: string, path: string, type?: string])[] = [
  ['/tasks/:id', '/tasks/{id}'],
  ['/tasks/:id(\\d+)', '/tasks/{id}', 'integer'],
  ['/tasks/:id([0-9a-f]{8}-[0-9a-f]{4}-.*)', '/tasks/{id}', 'string'],
  ['/tasks/:id{[0-9]+}', '/tasks/{id}', 'integer'],
  ['/tasks/:id?', '/tasks/{id}'],
  ['/tasks{/:id}', '/tasks/{id}'],
  ['/tasks/{id}', '/tasks/{id}'],
  ['/tasks/{id:int}', '/tasks/{id}', 'integer'],
  ['/tasks/{id:int:min(1)}', '/tasks/{id}', 'integer'],
  ['/tasks/{id:[0-9]+}', '/tasks/{id}', 'integer'],
  ['/tasks/{id:[a-z]{3}}', '/tasks/{id}', 'string'],
  ['/tasks/{id?}', '/tasks/{id}'],
  ['/tasks/<int:id>', '/tasks/{id}', 'integer'],
  ['/tasks/<string(length=4):code>', '/tasks/{code}', 'string'],
  ['/files/<path:rest>', '/files/{rest}', 'string'],
  ['/files/{rest:path}', '/files/{rest}', 'string'],
  ['tasks/<uuid:pk>/', '/tasks/{pk}/', 'string'],
  ['/tasks/<id>', '/tasks/{id}'],
  ['/tasks/[id]', '/tasks/{id}'],
  ['/docs/[[...slug]]', '/docs/*'],
  ['^tasks/(?P<id>\\d+)/$', '/tasks/{id}/', 'integer'],
  ['^/tasks/(?<id>[^/]+)/?$', '/tasks/{id}', 'string'],
  ['/tasks(.:format)', '/tasks'],
  ['/tasks/:id(.:format)', '/tasks/{id}'],
  ['/flights/:from-:to', '/flights/{from}-{to}'],
  ['/users/{id}:cancel', '/users/{id}:cancel'],
  ['/v1/users:batchGet', '/v1/users:batchGet'],
  ['/files/*', '/files/*'],
  ['/files/*path', '/files/*'],
  ['/files/:path*', '/files/*'],
  ['/files/{**path}', '/files/*'],
  ['/files/(.*)', '/files/*'],
  ['//tasks//', '/tasks/'],
  ['', '/'],
];

describe('normalisePath', () => {
  it.each(WRITTEN.map(([written, path, type]) => ({ written, path, type })))('$written is $path', ({ written, path, type }) => {
    const template = normalisePath(written);
    expect(template.path).toBe(path);
    if (type !== undefined) expect(template.parameters.at(-1)?.schema['type']).toBe(type);
  });

  it('keeps what a converter says of its values', () => {
    const schema = (path: string) => normalisePath(path).parameters[0]?.schema;
    expect(schema('/<string(length=4):code>')).toEqual({ type: 'string', minLength: 4, maxLength: 4 });
    expect(schema('/<string(minlength=2, maxlength=9):code>')).toEqual({ type: 'string', minLength: 2, maxLength: 9 });
    expect(schema('/<any(open, "done"):state>')).toEqual({ type: 'string', enum: ['open', 'done'] });
    expect(schema('/<int(min=1):id>')).toEqual({ type: 'integer', minimum: 0 });
  });

  it('says which parameter may be left out', () => {
    expect(normalisePath('/tasks/:id?').parameters).toEqual([{ name: 'id', schema: {}, optional: true }]);
    expect(normalisePath('/tasks{/:id}').parameters).toEqual([{ name: 'id', schema: {}, optional: true }]);
    expect(normalisePath('/tasks/:id').parameters).toEqual([{ name: 'id', schema: {} }]);
  });

  it('changes nothing the second time, whatever was written', () => {
    const pieces = fc.constantFrom(
      '/',
      ':',
      '{',
      '}',
      '<',
      '>',
      '[',
      ']',
      '(',
      ')',
      '*',
      '?',
      '\\',
      'id',
      'tasks',
      '\\d+',
      '.',
      '-',
      'int',
      '...',
      '?P<',
      '^',
      '$',
      '+',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const { path } = normalisePath(parts.join(''));
        expect(normalisePath(path).path).toBe(path);
        expect(path.startsWith('/')).toBe(true);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('ends at once on a hostile path', () => {
    const from = cpuTimeMs();
    for (const piece of ['(', '{', '<', '[', ':a(', '\\', '*', '{/']) normalisePath(piece.repeat(100_000));
    expect(cpuTimeMs() - from).toBeLessThan(1000);
  });
});

describe('fillPath', () => {
  it('encodes every value into one segment', () => {
    expect(fillPath('/tasks/{id}/notes/{noteId}', { id: 'a/b?c', noteId: 7 })).toBe('/tasks/a%2Fb%3Fc/notes/7');
    expect(fillPath('/tasks/{id}', { id: '..' })).toBe('/tasks/%2E%2E');
  });

  it('refuses a parameter without a value', () => {
    expect(() => fillPath('/tasks/{id}', {})).toThrow('No value for {id}');
    expect(() => fillPath('/tasks/{constructor}', {})).toThrow('No value');
  });

  it('keeps the number of segments for any values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        expect(fillPath('/a/{id}/b', { id }).split('/')).toHaveLength(4);
      }),
      { seed: 7 },
    );
  });
});

describe('paths beside each other', () => {
  it('compares without names, with the trailing slash', () => {
    expect(samePath('/tasks/:id', '/tasks/{taskId}')).toBe(true);
    expect(samePath('/tasks/<int:id>', '/tasks/{x}')).toBe(true);
    expect(samePath('/tasks/{id}/', '/tasks/{id}')).toBe(false);
    expect(samePath('/tasks/mine', '/tasks/{id}')).toBe(false);
  });

  it('finds the collection that the last parameter picks from', () => {
    expect(parentCollection('/projects/{id}/tasks/{taskId}')).toBe('/projects/{id}/tasks');
    expect(parentCollection('/projects/{id}/tasks')).toBe('/projects');
    expect(parentCollection('/projects')).toBeUndefined();
  });

  it('lists parameters in order', () => {
    expect(pathParameters('/projects/{id}/tasks/{taskId}')).toEqual(['id', 'taskId']);
  });
});
