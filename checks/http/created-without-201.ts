import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence, stuckReason } from '../../src/grading/wording.ts';
import { recordLifecycle } from '../../src/probes/record-lifecycle.ts';

/** 201 is the ideal; 202 promises the record for later. */
const CREATED = [201, 202];

export default defineCheck({
  id: 'created-without-201',
  title: 'Creating something answers 201',
  failureTitle: 'Creating something does not answer 201',
  why: 'Status codes are the part of an API that clients, caches and monitoring read. A 200 for a creation says that nothing new is there.',
  fix: 'Answer POST requests that create a record with 201, its address in the Location header and the record in the body.',
  references: { cwe: 393 },
  stability: 'stable',
  needs: [recordLifecycle],
  judge({ recordLifecycle: { resources } }) {
    if (resources.length === 0) return { verdict: 'not-applicable', reason: 'No operation creates records.' };
    const made = resources.filter(
      (one) => one.creates.length > 0 && one.creates.every(isSuccess) && (one.read?.holds === true || one.list?.holds === true),
    );
    if (made.length === 0)
      return { verdict: 'inconclusive', reason: stuckReason(resources, 'No record could be made and found again.') };
    const wrong = made.filter((one) => one.creates.every(({ status }) => !CREATED.includes(status)));
    if (wrong.length === 0) return { verdict: 'pass', found: `${counted(made.length, 'create operation')} answered 201.` };
    const found = `${wrong.length} of ${counted(made.length, 'create operation')} answered ${wrong[0]?.creates[0]?.status}, not 201, though the record was made.`;
    const evidence = httpEvidence(
      wrong.map((one) => ({
        exchanges: (one.read?.holds ? one.read : one.list)?.chain ?? [],
        note: `A new record of ${one.collection} was answered ${one.creates[0]?.status}, and it is there afterwards.`,
      })),
    );
    if (wrong.length === made.length) return { verdict: 'fail', found, evidence };
    return { verdict: 'partial', share: 1 - wrong.length / made.length, found, evidence };
  },
});

const isSuccess = ({ status }: { status: number }) => status >= 200 && status < 300;
