import { defineCheck } from '../src/grading/check.ts';
import { defineProbe } from '../src/probes/probe.ts';

const metadata = { id: 'x', title: '', failureTitle: '', why: '', fix: '', references: {}, stability: 'stable' } as const;
const counted = defineProbe({ id: 'some-count', effect: 'none', needs: [], run: () => Promise.resolve({ count: 1 }) });

/** What compiles: the artifact and the probe that were named, with their own types. */
defineCheck({
  ...metadata,
  needs: ['boot', counted],
  judge: ({ boot, someCount }) =>
    boot.started && someCount.count > 0 ? { verdict: 'pass' } : { verdict: 'inconclusive', reason: '' },
});

defineCheck({
  ...metadata,
  needs: ['boot'],
  // @ts-expect-error `survey` was not named in `needs`
  judge: ({ survey }) => ({ verdict: 'inconclusive', reason: String(survey) }),
});

// @ts-expect-error a failure must carry evidence
defineCheck({ ...metadata, needs: ['boot'], judge: () => ({ verdict: 'fail', found: 'x', evidence: [] }) });

// @ts-expect-error a date is not JSON
defineProbe({ id: 'when', effect: 'none', needs: [], run: () => Promise.resolve({ at: new Date(0) }) });

defineProbe({
  id: 'who',
  effect: 'none',
  needs: ['api'],
  // @ts-expect-error `identities` was not named in `needs`
  run: (_live, { identities }) => Promise.resolve({ who: String(identities) }),
});
