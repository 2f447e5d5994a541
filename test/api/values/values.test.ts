import { textOf, type Json, type JsonObject } from '../../../src/json.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASSWORDS, Values } from '../../../src/api/values.ts';
import { leastRole } from '../../../src/api/values/least-role.ts';
import { compilePattern } from '../../../src/api/values/pattern.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

const one = (name: string, schema: JsonObject = {}) => new Values('seed').forField(name, schema, 'canary');

describe('Values', () => {
  it('repeats itself for the same seed, and only for it', () => {
    const talk = (seed: string) => {
      const values = new Values(seed);
      return [values.word(), values.sentence(), values.email(), values.uuid(), values.forField('title', {}), values.tag()];
    };
    expect(talk('a')).toEqual(talk('a'));
    expect(talk('a')).not.toEqual(talk('b'));
  });

  it('never says a word twice', () => {
    const values = new Values('seed');
    const words = Array.from({ length: 5000 }, () => values.word());
    expect(new Set(words).size).toBe(5000);
    expect(words.every((word) => /^[a-z][a-z0-9]{6,20}$/.test(word))).toBe(true);
  });

  it('keeps its tag whatever was said before', () => {
    const values = new Values('seed');
    values.word();
    expect(values.tag()).toBe(new Values('seed').tag());
  });

  const BY_NAME: readonly (readonly [name: string, value: Json | RegExp])[] = [
    ['email', /@example\.test$/], ['contactEmail', /@example\.test$/], ['website', /^https:/], ['phoneNumber', /^\+1/], ['dueDate', '2035-06-15'], ['start_date', '2035-06-01'], ['endDate', '2035-06-15'],
    ['startTime', /^2035-06-01T|^12:00/], ['publishedAt', '2035-06-01T12:00:00.000Z'], ['price', 19.5], ['currency', 'USD'], ['color', /^#/], ['latitude', 52.5], ['isPublic', false], ['completed', false],
    ['quantity', 3], ['rating', 4], ['tags', [expect.any(String)]], ['description', /^canary /], ['title', /^canary /], ['uuid', /^[0-9a-f-]{36}$/], ['username', /^[a-z0-9]+$/], ['isbn', /^978\d{10}$/],
  ]; // prettier-ignore

  it.each(BY_NAME)('%s', (name, value) => {
    if (value instanceof RegExp) expect(one(name)).toMatch(value);
    else expect(one(name)).toEqual(value);
  });

  it('puts the schema before the name', () => {
    expect(one('price', { type: 'string' })).toBe('19.50');
    expect(one('price', { type: 'integer' })).toBe(20);
    expect(one('rating', { type: 'number', maximum: 3 })).toBe(3);
    expect(one('age', { type: 'integer', exclusiveMinimum: 64, multipleOf: 5 })).toBe(65);
    expect(one('priority', { enum: [null, 'low', 'high'] })).toBe('low');
    expect(one('when', { type: 'string', format: 'date' })).toBe('2035-06-01');
    expect(one('x', { type: ['null', 'string'], maxLength: 6 })).toBe('canary');
    expect(one('x', { type: 'string', maxLength: 3 })).toHaveLength(3);
    expect(one('x', { type: 'string', minLength: 80 })).toHaveLength(80);
    expect(one('address', { type: 'object', required: ['city'], properties: { city: {}, zip: {} } })).toEqual({ city: 'Berlin' });
    expect(one('items', { type: 'array', minItems: 2, items: { type: 'integer' } })).toEqual([5, 5]);
  });

  it('takes the least of the roles', () => {
    expect(one('role', { enum: ['admin', 'user'] })).toBe('user');
    expect(leastRole(['OWNER', 'EDITOR', 'VIEWER'])).toBe('VIEWER');
    expect(leastRole(['admin', 'librarian'])).toBe('librarian');
  });

  it('stays within bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.nat(500),
        fc.constantFrom('price', 'age', 'x', 'year'),
        (minimum, room, name) => {
          const value = one(name, { type: 'integer', minimum, maximum: minimum + room });
          expect(Number.isInteger(value) && Number(value) >= minimum && Number(value) <= minimum + room).toBe(true);
        },
      ),
      { seed: 7 },
    );
  });

  it('fits lengths', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.constantFrom('title', 'description', 'x', 'code'), (minLength, room, name) => {
        const value = textOf(one(name, { type: 'string', minLength, maxLength: minLength + room }));
        expect(value.length >= minLength && value.length <= minLength + room).toBe(true);
      }),
      { seed: 7 },
    );
  });
});

describe('patterns', () => {
  it.each([
    '^[A-Z]{3}\\d{4}$',
    '^\\d{5}$',
    '^[a-z0-9]+(?:-[a-z0-9]+)*$',
    '/^#[0-9a-f]{6}$/i',
    '^[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,4}$',
    '^(low|high)$',
  ])('makes a text for %s', (pattern) => {
    const value = textOf(one('x', { type: 'string', pattern }));
    expect(compilePattern(pattern)?.(value)).toBe(true);
  });

  it('does not check what is not linear, and never hangs', () => {
    const from = cpuTimeMs();
    for (const pattern of [
      '^(?=.*\\d).{8,}$',
      '(a)\\1',
      '(',
      '^(a+)+$',
      '^((a{1,1000}){1,1000}){1,1000}$',
      'x{999999999}',
      '('.repeat(5000),
      `${'a?'.repeat(100)}${'a'.repeat(100)}`,
    ]) {
      expect(typeof one('x', { type: 'string', pattern })).toBe('string');
    }
    expect(compilePattern('^(?=.*\\d).{8,}$')).toBeUndefined();
    expect(compilePattern('^(a+)+$')?.(`${'a'.repeat(5000)}!`)).toBe(false);
    expect(cpuTimeMs() - from).toBeLessThan(2000);
  });
});

describe('PASSWORDS', () => {
  it('pass the usual rules and survive any escaping', () => {
    expect(PASSWORDS.AB).toHaveLength(16);
    expect(PASSWORDS.C.length).toBeGreaterThan(44);
    expect(PASSWORDS.C.length).toBeLessThan(60);
    for (const password of Object.values(PASSWORDS)) {
      expect(password).toMatch(/^[A-Za-z0-9!-]+$/);
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[-!]/]) expect(password).toMatch(kind);
      expect(encodeURIComponent(password)).toBe(password);
    }
  });
});
