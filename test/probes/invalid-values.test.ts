import { describe, expect, test } from 'vitest';
import unvalidatedInput from '../../checks/data/unvalidated-input.ts';
import type { PayloadField } from '../../src/api/payload/payload.ts';
import type { Json, JsonObject } from '../../src/json.ts';
import { invalidValues } from '../../src/probes/invalid-values.ts';
import { apiOf, field, liveWith } from './simulated-api.ts';

const documented = (name: string, rules: JsonObject, required = false): PayloadField =>
  field(name, { value: { by: 'name', schema: rules }, rules, required, sources: ['schema'] });

/** What becomes of the values sent to an API that stores what `store` makes of a body, or refuses it. */
async function judged(fields: readonly PayloadField[], store: (body: JsonObject) => JsonObject | undefined) {
  const rows: JsonObject[] = [];
  const live = await liveWith(({ method, path, body }) => {
    if (method === 'GET') return { status: 200, body: rows.find(({ id }) => `/notes/${Number(id)}` === path) ?? null };
    const row = store(body);
    if (!row) return { status: 400, body: { error: 'no' } };
    if (row['dropped'] === true) return { status: 201, body: { message: 'thank you' } };
    rows.push({ id: rows.length + 1, ...row });
    return { status: 201, body: rows.at(-1) ?? null };
  });
  const result = await invalidValues.run(live, { api: apiOf(fields) });
  const stored = result.operations.flatMap(({ values }) => values.filter((one) => one.stored));
  return {
    sent: result.operations.flatMap(({ values }) => values).length,
    stored: stored.map((one) => `${one.field}: ${one.rule}`),
    ...unvalidatedInput.judge({ invalidValues: result }),
  };
}

const asText = (value: Json | undefined) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);

describe('an innocent API', () => {
  test('that refuses everything wrong', async () => {
    const fields = [
      documented('title', { type: 'string', minLength: 3 }, true),
      documented('price', { type: 'number', minimum: 0 }),
    ];
    const found = await judged(fields, (body) => {
      const { title, price } = body;
      return typeof title === 'string' && title.trim().length > 2 && typeof price === 'number' && price >= 0 ? body : undefined;
    });
    expect(found.verdict).toBe('pass');
    expect(found.sent).toBeGreaterThanOrEqual(4);
  });

  test('that puts right what it is sent: trims, coerces, cuts, falls back to a default, ignores what it does not know', async () => {
    const fields = [
      documented('title', { type: 'string', maxLength: 40 }, true),
      documented('count', { type: 'integer', minimum: 1 }),
      documented('status', { type: 'string', enum: ['open', 'closed'] }),
      documented('color', { type: 'string' }),
    ];
    const found = await judged(fields, ({ title, count, status }) => ({
      title: (asText(title) ?? 'untitled').trim().slice(0, 40) || 'untitled',
      count: Math.max(1, Number(asText(count)) || 1),
      status: status === 'closed' ? 'closed' : 'open',
    }));
    expect(found).toMatchObject({ verdict: 'pass', stored: [] });
  });

  test('that answers 201 to what it does not store', async () => {
    const fields = [documented('title', { type: 'string' }, true), documented('email', { type: 'string', format: 'email' })];
    const found = await judged(fields, (body) => {
      const isGood = (asText(body['title']) ?? '').trim() !== '' && /@/.test(asText(body['email']) ?? '');
      return isGood ? body : { dropped: true };
    });
    expect(found).toMatchObject({ verdict: 'pass', stored: [] });
  });

  test('of whose fields nothing is known', async () => {
    expect(await judged([field('remark', { required: false, sources: ['echo'] })], (body) => body)).toMatchObject({
      verdict: 'not-applicable',
    });
  });
});

describe('an API that stores whatever comes', () => {
  test('against its own document', async () => {
    const fields = [
      documented('status', { type: 'string', enum: ['open', 'closed'] }),
      documented('due', { type: 'string', format: 'date' }),
      documented('price', { type: 'number', minimum: 0 }),
    ];
    const found = await judged(fields, (body) => body);
    expect(found.verdict).toBe('fail');
    expect(found.stored).toEqual([
      'status: it is one of "open", "closed"',
      'due: it is a date',
      'price: it is a number',
      'due: it is a text',
      'price: it is at least 0',
    ]);
  });

  test('against the plain meaning of its fields, those that only its answers show among them', async () => {
    const found = await judged([field('email'), field('remark', { required: false, sources: ['echo'] })], (body) => ({
      price: 5,
      ...body,
    }));
    expect(found).toMatchObject({ verdict: 'fail', stored: ['email: it is an e-mail address', 'price: it is a number'] });
  });

  test('only a blank title, which is a lesson', async () => {
    const found = await judged([field('title')], ({ title }) =>
      typeof title === 'string' && title !== '' ? { title } : undefined,
    );
    expect(found).toMatchObject({ verdict: 'partial', share: 0.5, stored: ['title: it is required'] });
  });

  test('a blank title that its own pattern forbids, which is a fault', async () => {
    const fields = [documented('title', { type: 'string', pattern: '\\S' }, true)];
    const found = await judged(fields, ({ title }) => (typeof title === 'string' ? { title } : undefined));
    expect(found.verdict).toBe('fail');
  });

  test('without what its document requires', async () => {
    const found = await judged(
      [documented('title', { type: 'string', minLength: 1 }, true), documented('note', { type: 'string' })],
      (body) =>
        body['title'] === '' || typeof (body['title'] ?? '') !== 'string' || typeof body['note'] !== 'string' ? undefined : body,
    );
    expect(found.stored).toContain('title: it is required');
  });
});

test('what one answer called required and is not asked for the next time is not believed', async () => {
  const found = await judged([field('title'), field('text')], (body) =>
    typeof (body['title'] ?? '') === 'string' ? body : undefined,
  );
  expect(found.stored).toEqual([]);
});
