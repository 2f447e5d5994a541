import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { recordLifecycle } from '../../src/probes/record-lifecycle.ts';

/** 404 is the ideal; 410 says the same of what once was, 401 and 403 may hide what is not the asker's. */
const REFUSED = [404, 410, 401, 403];

export default defineCheck({
  id: 'missing-404',
  title: 'Asking for what is not there answers 404',
  failureTitle: 'Asking for what is not there does not answer 404',
  why: 'A client that gets a success for a record that does not exist shows an empty page, or crashes on it. It cannot tell a wrong address from an empty answer.',
  fix: 'After looking a record up by its id, answer 404 with an error body when there is none, before anything else is done with it.',
  references: { cwe: 393 },
  stability: 'stable',
  needs: [recordLifecycle],
  judge({ recordLifecycle: { resources } }) {
    const asked = resources.filter(
      (one) =>
        one.missing.length > 0 && one.missing.every(isAnswered) && one.read?.holds === true && one.readAgain?.holds === true,
    );
    if (asked.length === 0) {
      if (resources.every((one) => one.stuck === null && one.read === null))
        return { verdict: 'not-applicable', reason: 'No operation reads a single record.' };
      return {
        verdict: 'inconclusive',
        reason: stuckReason(resources, 'No record could be made and read, so that a missing one could be told from it.'),
      };
    }
    const wrong = asked.filter((one) => one.missing.every(({ status }) => isSuccess(status) || status >= 500));
    const blurred = asked.filter((one) => one.missing.every(({ status }) => status === 400 || status === 422));
    if (wrong.length + blurred.length === 0) {
      const odd = asked.filter((one) => !one.missing.every(({ status }) => REFUSED.includes(status)));
      if (odd.length > 0)
        return { verdict: 'inconclusive', reason: `Two missing records of ${odd[0]?.collection} were answered differently.` };
      return {
        verdict: 'pass',
        found: `${counted(asked.length, 'kind of record', 'kinds of records')} answered 404 for ids that never were.`,
      };
    }
    const found = `${wrong.length + blurred.length} of ${counted(asked.length, 'kind of record', 'kinds of records')} answered ${[...wrong, ...blurred][0]?.missing[0]?.status} for an id that never was.`;
    const evidence = httpEvidence(
      [...wrong, ...blurred].map((one) => ({
        exchanges: one.missing[0]?.chain ?? [],
        note: `No record has this id, and the answer was ${one.missing[0]?.status}${one.missing[0]?.content === 'empty' ? ' with an empty body' : ''}; the same for a second such id.`,
      })),
    );
    if (wrong.length === asked.length) return { verdict: 'fail', found, evidence };
    // a 400 says at least that the client is at fault: half a point
    return { verdict: 'partial', share: (asked.length - wrong.length - blurred.length / 2) / asked.length, found, evidence };
  },
});

/** A limiter's answer, or none, says nothing about the record. */
const isAnswered = ({ status }: { status: number }) => status !== 429 && status !== 0;
const isSuccess = (status: number) => status >= 200 && status < 300;
