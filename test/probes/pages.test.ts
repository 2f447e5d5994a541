import { describe, expect, test } from 'vitest';
import limitIgnored from '../../checks/http/limit-ignored.ts';
import unboundedLists from '../../checks/http/unbounded-lists.ts';
import unlimitedPageSize from '../../checks/http/unlimited-page-size.ts';
import type { Parameter } from '../../src/api/operation.ts';
import type { Json, JsonObject } from '../../src/json.ts';
import { largePages } from '../../src/probes/large-pages.ts';
import { listPages } from '../../src/probes/list-pages.ts';
import { apiOf, field, liveWith, type Answered } from './simulated-api.ts';

type Listing = (rows: readonly Json[], query: URLSearchParams) => Answered;
const ok = (body: Json, headers: Record<string, string> = {}): Answered => ({ status: 200, body, headers });
const number = (query: URLSearchParams, name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
const declared = (name: string, schema: JsonObject = { type: 'integer' }): Parameter => ({
  name,
  in: 'query',
  required: false,
  schema,
});

/** The verdicts of the three checks on an API whose list answers like this. */
async function verdicts(list: Listing, parameters: readonly Parameter[] = []) {
  const rows: JsonObject[] = [];
  const live = await liveWith(({ method, query, body }) => {
    if (method === 'GET') return list(rows, query);
    rows.push({ id: rows.length + 1, ...body });
    return { status: 201, body: rows.at(-1) ?? null };
  });
  const api = apiOf([field('text')], parameters);
  const inputs = { listPages: await listPages.run(live, { api }), largePages: await largePages.run(live, { api }) };
  return {
    unbounded: unboundedLists.judge(inputs).verdict,
    pages: limitIgnored.judge(inputs).verdict,
    size: unlimitedPageSize.judge(inputs).verdict,
    found: JSON.stringify([limitIgnored.judge(inputs), unlimitedPageSize.judge(inputs)]),
  };
}

const window = (rows: readonly Json[], from: number, size: number) => rows.slice(from, from + size);

describe('what is done well, whatever the dialect', () => {
  const cases: [string, Listing, Parameter[]?][] = [
    [
      'limit and offset, a maximum that is cut down to',
      (rows, query) => ok(window(rows, number(query, 'offset', 0), Math.min(number(query, 'limit', 20), 100))),
    ],
    [
      'an envelope, newest first, page and per_page, 422 above the maximum',
      (rows, query) => {
        const size = number(query, 'per_page', 15);
        if (size > 50) return { status: 422, body: { error: 'per_page must be at most 50' } };
        const page = number(query, 'page', 1);
        return ok({ meta: { page, total: rows.length }, items: window([...rows].reverse(), (page - 1) * size, size) });
      },
    ],
    [
      'pages that are counted from zero, a maximum of 1000',
      (rows, query) => {
        const size = Math.min(number(query, 'size', 20), 1000);
        return ok({ content: window(rows, number(query, 'page', 0) * size, size) });
      },
    ],
    [
      'a default page that is longer than the list of most tests',
      (rows, query) => ok(window(rows, number(query, 'skip', 0), Math.min(number(query, 'take', 100), 200))),
    ],
    [
      'a cursor in the envelope',
      (rows, query) => {
        const from = number(query, 'cursor', 0);
        const size = Math.min(number(query, 'limit', 20), 100);
        return ok({ data: window(rows, from, size), nextCursor: from + size < rows.length ? String(from + size) : null });
      },
    ],
    [
      'a Link header',
      (rows, query) => {
        const [from, size] = [number(query, 'since', 0), Math.min(number(query, 'per_page', 20), 100)];
        return ok(window(rows, from, size), { link: `</notes?per_page=${size}&since=${from + size}>; rel="next"` });
      },
    ],
    [
      'an offset that counts pages, only beside a limit',
      (rows, query) => {
        const size = Math.min(number(query, 'limit', 30), 100);
        return ok(window(rows, number(query, 'offset', 0) * size, size));
      },
    ],
    [
      'too large a size that falls back to the default',
      (rows, query) => {
        const size = number(query, 'limit', 20);
        return ok(window(rows, number(query, 'offset', 0), size > 100 ? 20 : size));
      },
      [declared('limit', { type: 'integer', minimum: 1, maximum: 100 })],
    ],
  ];
  test.each(cases)('%s', async (_name, list, parameters) => {
    expect(await verdicts(list, parameters)).toMatchObject({ unbounded: 'pass', pages: 'pass', size: 'pass' });
  });
});

test('pages whose size nobody can choose have no size to judge', async () => {
  const list: Listing = (rows, query) => ok(window(rows, (number(query, 'page', 1) - 1) * 10, 10));
  expect(await verdicts(list)).toMatchObject({ unbounded: 'pass', pages: 'inconclusive', size: 'not-applicable' });
});

test('a list without pages is one finding', async () => {
  expect(await verdicts((rows) => ok(rows), [declared('limit')])).toMatchObject({
    unbounded: 'fail',
    pages: 'not-applicable',
    size: 'not-applicable',
  });
});

test('a documented size that counts only beside a page number is honoured', async () => {
  const list: Listing = (rows, query) => {
    const size = query.has('page') ? Math.min(number(query, 'limit', 10), 50) : 10;
    return ok(window(rows, (number(query, 'page', 1) - 1) * size, size));
  };
  expect(await verdicts(list, [declared('page'), declared('limit')])).toMatchObject({ unbounded: 'pass', pages: 'pass' });
});

test('a documented maximum above all that was made accuses nobody', async () => {
  const list: Listing = (rows, query) => ok(window(rows, number(query, 'offset', 0), Math.min(number(query, 'limit', 20), 5000)));
  const limit = declared('limit', { type: 'integer', minimum: 1, maximum: 5000 });
  expect(await verdicts(list, [limit])).toMatchObject({ pages: 'pass', size: 'inconclusive' });
});

describe('what goes wrong', () => {
  test('an offset that forgets to multiply: pages overlap', async () => {
    const list: Listing = (rows, query) =>
      ok(window(rows, number(query, 'page', 1) - 1, Math.min(number(query, 'limit', 20), 100)));
    const found = await verdicts(list);
    expect(found).toMatchObject({ unbounded: 'pass', pages: 'fail', size: 'pass' });
    expect(found.found).toContain('repeats rows');
  });

  test('a cursor that begins with the last row again', async () => {
    const list: Listing = (rows, query) => {
      const [from, size] = [number(query, 'cursor', 0), Math.min(number(query, 'limit', 20), 100)];
      return ok({ data: window(rows, from, size), next_cursor: String(from + size - 1) });
    };
    expect(await verdicts(list)).toMatchObject({ pages: 'fail' });
  });

  test('a documented limit that is not read, beside pages that work', async () => {
    const list: Listing = (rows, query) => ok(window(rows, (number(query, 'page', 1) - 1) * 20, 20));
    const found = await verdicts(list, [declared('page'), declared('limit')]);
    expect(found).toMatchObject({ unbounded: 'pass', pages: 'fail' });
    expect(found.found).toContain('ignores the page size');
  });

  test('a limit without end', async () => {
    const list: Listing = (rows, query) => ok(window(rows, number(query, 'offset', 0), number(query, 'limit', 20)));
    expect(await verdicts(list)).toMatchObject({ unbounded: 'pass', pages: 'pass', size: 'fail' });
  });

  test('everything by default, and a limit for who asks', async () => {
    const list: Listing = (rows, query) => ok(window(rows, 0, number(query, 'limit', Infinity)));
    expect(await verdicts(list)).toMatchObject({ unbounded: 'pass', size: 'fail' });
  });
});

describe('what cannot be told', () => {
  test('the last messages of a chat: more of them come in front', async () => {
    const list: Listing = (rows, query) => {
      const size = Math.min(number(query, 'limit', 20), 100);
      const end = rows.length - (number(query, 'page', 1) - 1) * size;
      return ok(rows.slice(Math.max(0, end - size), end));
    };
    const found = await verdicts(list);
    expect(found.pages).toBe('pass');
    expect(found.found).not.toContain('follow');
  });

  test('an order that changes with every answer', async () => {
    let turn = 0;
    const list: Listing = (rows, query) => {
      turn += 7;
      const at = turn % rows.length;
      const turned = [...rows.slice(at), ...rows.slice(0, at)];
      return ok(window(turned, number(query, 'offset', 0), Math.min(number(query, 'limit', 20), 100)));
    };
    const found = await verdicts(list);
    expect(found.pages).toBe('pass');
    expect(found.found).not.toContain('follow');
  });

  test('a filter that is called like a page size', async () => {
    const list: Listing = (rows, query) =>
      ok(query.has('size') ? rows.slice(0, 4) : window(rows, (number(query, 'page', 1) - 1) * 20, 20));
    expect(await verdicts(list)).toMatchObject({ pages: 'inconclusive', size: 'not-applicable' });
  });

  test('a limiter that announces itself before a thousand rows are made', async () => {
    let left = 400;
    const list: Listing = (rows, query) => ok(window(rows, number(query, 'offset', 0), number(query, 'limit', 20)));
    const rows: JsonObject[] = [];
    const live = await liveWith(({ method, query, body }) => {
      left -= 1;
      const headers = { 'ratelimit-limit': '400', 'ratelimit-remaining': String(left) };
      if (method === 'GET') return { ...list(rows, query), headers };
      rows.push({ id: rows.length + 1, ...body });
      return { status: 201, body: rows.at(-1) ?? null, headers };
    });
    const { pages } = await largePages.run(live, { api: apiOf([field('text')]) });
    expect(pages[0]?.stuck).toMatch(/rate limit/);
    expect(left).toBeGreaterThan(60);
  });
});
