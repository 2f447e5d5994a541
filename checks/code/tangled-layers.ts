import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';

type Handler = Artifacts['readings']['layers']['handlers'][number];

/** An API of so few routes gains nothing by layers. */
const FEW = 4;
const SHORT_FILE = 150;
const MOST = 0.5;
const SOME = 0.25;
const READ = new Set(['Express', 'Fastify', 'Koa', 'NestJS', 'Hono', 'Polka', 'Restify', 'h3']);

export default defineCheck({
  id: 'tangled-layers',
  title: 'Routes, rules and queries are apart',
  failureTitle: 'Routes, rules and queries stand in one place',
  why: 'No rule can be tested without a server and a database, and none can be used twice. Each change of the schema is then a change of every route.',
  fix: 'Let a route read the request and choose the status, a service hold the rules, and a repository send the queries. Begin with the resource that has the most routes.',
  references: { cwe: 1057 },
  stability: 'stable',
  needs: ['readings', 'survey'],
  judge({ readings: { layers }, survey }) {
    const isRead = survey.frameworks.some(({ name }) => READ.has(name));
    if (layers.total === 0) {
      if (isRead && layers.complete)
        return { verdict: 'inconclusive', reason: 'No function that answers requests was recognised by reading.' };
      if (isRead) return { verdict: 'inconclusive', reason: 'There is more code than is read for this.' };
      const server =
        survey.frameworks.find(({ role }) => role === 'server')?.name ?? survey.languages[0]?.name ?? 'something else';
      return {
        verdict: 'not-applicable',
        reason: `This is read for Express, Fastify, Koa, NestJS and their like; the server here is ${server}.`,
      };
    }
    const { total, querying, queryingAtRoute } = layers;
    const share = queryingAtRoute / total;
    const counts = `${queryingAtRoute} of ${total} route handlers send their queries themselves`;
    if (total < FEW)
      return {
        verdict: 'pass',
        found: `${counts}. With ${total} of them that is no fault yet; layers pay from the next resource on.`,
      };
    if (share < SOME) {
      const lesson =
        querying - queryingAtRoute > total / 2
          ? ` ${querying - queryingAtRoute} controllers call the models directly, which many frameworks teach; rules would be easier to test behind a service.`
          : '';
      return { verdict: 'pass', found: `${counts}.${lesson}` };
    }
    const evidence = evidenceOf(layers.handlers.filter((one) => one.query !== null && one.place === 'route'));
    const [only, second] = layers.files;
    if (share >= MOST && second === undefined && only !== undefined && only.lines <= SHORT_FILE)
      return {
        verdict: 'partial',
        share: 0.5,
        found: `${counts}, in one file of ${only.lines} lines, which is small enough to be read at once.`,
        evidence,
      };
    if (share < MOST) return { verdict: 'partial', share: 1 - share, found: `${counts}.`, evidence };
    return { verdict: 'fail', found: `${counts}.`, evidence };
  },
});

function evidenceOf(handlers: readonly Handler[]): readonly [Evidence, ...Evidence[]] {
  const [first, ...rest] = handlers.slice(0, 5).map(({ path, name, query }): Evidence => ({
    kind: 'source',
    path,
    line: query?.line ?? 1,
    snippet: query?.snippet ?? '',
    note: `${query?.what ?? 'a query'} in the handler of ${name}`,
  }));
  if (!first) throw new Error('a handler was counted and is not listed');
  return [first, ...rest];
}
