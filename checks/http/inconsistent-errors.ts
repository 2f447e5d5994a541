import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence } from '../../src/grading/wording.ts';
import { absentOperations } from '../../src/probes/absent-operations.ts';
import type { AnswerLook } from '../../src/probes/answer-look.ts';
import { badInput } from '../../src/probes/bad-input.ts';
import { recordLifecycle } from '../../src/probes/record-lifecycle.ts';

/**
 * Where a client finds what went wrong, over all 4xx answers that the author wrote. Two answers agree when they share one place
 * (`message` as text, say), whatever else stands beside it. What a framework answers by itself, an empty body and a page for
 * an unknown path are nobody's choice and do not count, nor does a limiter's 429. A guard's 401 counts when it is the author's: every
 * client has to read it.
 */
export default defineCheck({
  id: 'inconsistent-errors',
  title: 'Errors have one structure',
  failureTitle: 'Errors come in several structures',
  why: 'A client writes one piece of code that shows what went wrong. With several structures it shows "undefined" for all but one of them.',
  fix: 'Send every error through one function or error handler that builds the same JSON, for example { "error": { "code", "message" } }.',
  references: { cwe: 436 },
  stability: 'stable',
  needs: [badInput, absentOperations, recordLifecycle],
  judge({ badInput: { requests }, absentOperations: { methods, unknownPaths }, recordLifecycle: { resources } }) {
    const all = [
      ...requests.map((one) => toAnswer(one, one.fault, one.fault === 'malformed JSON')),
      ...methods.map((one) => toAnswer(one, 'a method that is not offered', true)),
      ...unknownPaths.map((one) => toAnswer(one, 'an unknown path', true)),
      ...resources.flatMap(({ collection, missing }) =>
        missing.map(({ status, look, chain }) =>
          toAnswer({ operation: `GET ${collection}/…`, statuses: [status], looks: [look], chain }, 'an id that never was', false),
        ),
      ),
    ].flatMap((one) => one ?? []);
    const answers = [...new Map(all.map((one) => [`${one.operation} ${one.situation}`, one])).values()];
    const authors = answers.filter((one) => one.isAuthors);
    if (answers.length === 0) return { verdict: 'inconclusive', reason: 'No faulty request was refused with a 4xx twice.' };
    if (authors.length < 2)
      return {
        verdict: 'pass',
        found: `${counted(answers.length, 'refusal')}, nearly all of them in the structure of the framework.`,
      };
    const main = mostUsual(authors.flatMap((one) => one.places));
    const others = authors.filter((one) => !one.places.includes(main));
    const defaults = answers.filter((one) => !one.isAuthors && !one.places.includes(main)).length;
    const aside =
      defaults > 0 ? ` ${counted(defaults, 'answer')} of the framework’s own look different, which does not count.` : '';
    if (others.length === 0)
      return { verdict: 'pass', found: `${counted(authors.length, 'refusal')}, all with ${main}.${aside}` };
    const forms = [...new Set(others.map((one) => one.places[0] ?? 'nothing'))];
    const found = `${authors.length - others.length} of ${counted(authors.length, 'refusal')} say what went wrong as ${main}, the others as ${forms.join('; ')}.${aside}`;
    const examples = [
      authors.find((one) => one.places.includes(main)),
      ...forms.map((form) => others.find((one) => one.places[0] === form)),
    ];
    const evidence = httpEvidence(
      examples.flatMap((one) =>
        one
          ? [{ exchanges: one.chain, note: `${one.operation}, ${one.situation}: ${one.status} with ${one.places.join(', ')}.` }]
          : [],
      ),
    );
    return { verdict: 'partial', share: 1 - others.length / authors.length, found, evidence };
  },
});

interface Answer {
  readonly operation: string;
  readonly situation: string;
  readonly status: number;
  readonly chain: readonly string[];
  readonly places: readonly string[];
  readonly isAuthors: boolean;
}

interface Asked {
  readonly operation: string;
  readonly chain: readonly string[];
  readonly statuses: readonly number[];
  readonly looks: readonly AnswerLook[];
}

/** A refusal that looked alike each time; undefined for anything else. `isRouters`: without code of the author's the framework answers it. */
function toAnswer({ operation, chain, statuses, looks }: Asked, situation: string, isRouters: boolean): Answer | undefined {
  const [look] = looks;
  const [status = 0] = statuses;
  const isRefusal = statuses.every((one) => one === status && one >= 400 && one < 500 && one !== 429);
  if (!look || !isRefusal || looks.some((one) => one.places.join() !== look.places.join()) || look.form === 'empty')
    return undefined;
  const isAuthors = !look.isDefault && !(isRouters && look.form !== 'object');
  return { operation, situation, status, chain, places: look.places, isAuthors };
}

function mostUsual(places: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return [...counts].sort(([one, count], [other, more]) => more - count || one.localeCompare(other))[0]?.[0] ?? '';
}
