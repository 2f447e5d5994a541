import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { recordLifecycle, type Lifecycle, type Step } from '../../src/probes/record-lifecycle.ts';

/** 206 answers a range, 203 comes from a proxy: both carry what was asked for. */
const READ = [200, 203, 206];

/** Reads that carried the record, whatever their code says; and, as a lesson for half a point, empty lists. Missing records are `missing-404`'s. */
export default defineCheck({
  id: 'wrong-read-status',
  title: 'Reading answers 200',
  failureTitle: 'Reading answers with a code that means something else',
  why: 'Clients and caches decide by the code what to do with the body. A list that answers 201 says that something was made, and an empty one that answers 404 looks like a wrong address.',
  fix: 'Answer GET with 200 when there is something to show, and an empty list with 200 and [].',
  references: { cwe: 393 },
  stability: 'stable',
  needs: [recordLifecycle],
  judge({ recordLifecycle: { resources } }) {
    const reads = resources.flatMap(readsOf);
    const empty = resources.filter(({ emptyList }) => emptyList !== null && (emptyList.status === 200 || isLesson(emptyList)));
    if (resources.length === 0) return { verdict: 'not-applicable', reason: 'No operation creates records that could be read.' };
    if (reads.length === 0) {
      if (resources.every((one) => one.stuck === null && one.read === null && one.list === null))
        return { verdict: 'not-applicable', reason: 'No operation reads records.' };
      return { verdict: 'inconclusive', reason: stuckReason(resources, 'No record could be made and read twice.') };
    }
    const wrong = reads.filter(({ status }) => !READ.includes(status));
    const lessons = empty.filter(({ emptyList }) => emptyList?.status !== 200);
    if (wrong.length + lessons.length === 0)
      return { verdict: 'pass', found: `${counted(reads.length, 'way', 'ways')} to read records answered ${reads[0]?.status}.` };
    const found = [
      ...(wrong.length > 0
        ? [`${wrong.length} of ${counted(reads.length, 'way', 'ways')} to read records answered ${codes(wrong)}, not 200.`]
        : []),
      ...lessons.map(({ collection, emptyList }) => `GET ${collection} answers ${emptyList?.status} while the list is empty.`),
    ].join(' ');
    const evidence = httpEvidence([
      ...wrong.map(({ name, status, chain }) => ({
        exchanges: chain,
        note: `${name} showed the record and answered ${status}, twice.`,
      })),
      ...lessons.map(({ collection, emptyList }) => ({
        exchanges: [...(emptyList?.chain ?? []), ...(emptyList?.filled?.chain ?? [])],
        note: `GET ${collection} answered ${emptyList?.status}, twice, to somebody without records, and showed the first one that was made.`,
      })),
    ]);
    if (wrong.length * 2 >= reads.length) return { verdict: 'fail', found, evidence };
    const all = reads.length + empty.length;
    return { verdict: 'partial', share: 1 - (wrong.length + lessons.length / 2) / all, found, evidence };
  },
});

interface Read {
  readonly name: string;
  readonly status: number;
  readonly chain: readonly string[];
}

/** Reads that showed the record both times with the same code. */
function readsOf({ collection, read, readAgain, list, listAgain }: Lifecycle): Read[] {
  const twice = (name: string, first: Step | null, second: Step | null): Read[] =>
    first?.holds && second?.holds && first.status === second.status ? [{ name, status: first.status, chain: first.chain }] : [];
  return [...twice(`GET ${collection}/…`, read, readAgain), ...twice(`GET ${collection}`, list, listAgain)];
}

const codes = (reads: readonly Read[]) => [...new Set(reads.map(({ status }) => status))].join(', ');

/** Shown to be the empty list's answer: the same twice, and 200 as soon as this person has a record. */
function isLesson(empty: NonNullable<Lifecycle['emptyList']>): boolean {
  return [204, 404].includes(empty.status) && empty.again === empty.status && empty.filled?.holds === true;
}
