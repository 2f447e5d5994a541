import { defineCheck } from '../../src/grading/check.ts';
import { counted, httpEvidence } from '../../src/grading/wording.ts';
import { absentOperations } from '../../src/probes/absent-operations.ts';
import { badInput } from '../../src/probes/bad-input.ts';
import { recordLifecycle } from '../../src/probes/record-lifecycle.ts';

/** Answers to faulty requests under the settings that the submission chose: a framework's page for developers counts, too. */
export default defineCheck({
  id: 'stack-trace-leak',
  title: 'Errors keep the inside of the app to themselves',
  failureTitle: 'Errors show stack traces, SQL or paths of the server',
  why: 'A stack trace tells a stranger which libraries and versions run, how the code is laid out and where it breaks. Nobody who calls the API can do anything useful with it.',
  fix: 'Log unexpected errors and answer them with a fixed text from one error handler; run with the production setting of the framework (NODE_ENV=production, DEBUG=False).',
  references: { cwe: 209, owaspApi: 'API8:2023' },
  stability: 'stable',
  needs: [badInput, absentOperations, recordLifecycle],
  judge({ badInput: { requests }, absentOperations: { methods, unknownPaths }, recordLifecycle: { resources } }) {
    const asked = [
      ...requests.map((one) => ({ ...one, name: `${one.operation}, ${one.fault}` })),
      ...methods.map((one) => ({ ...one, name: `${one.operation}, a method that is not offered` })),
      ...unknownPaths.map((one) => ({ ...one, name: `${one.operation}, an unknown path` })),
      ...resources.flatMap(({ collection, missing }) =>
        missing.length < 2
          ? []
          : [
              {
                operation: `GET ${collection}`,
                name: `GET ${collection}/…, an id that never was`,
                chain: missing[0]?.chain ?? [],
                statuses: missing.map(({ status }) => status),
                looks: missing.map(({ look }) => look),
              },
            ],
      ),
    ].filter(({ statuses }) => statuses.every((status) => status !== 0 && status !== 429));
    if (asked.length === 0) return { verdict: 'inconclusive', reason: 'No faulty request was answered.' };
    const leaking = asked.filter(({ looks }) => looks.every((look) => look.leak !== null));
    if (leaking.length === 0)
      return {
        verdict: 'pass',
        found: `${counted(asked.length, 'faulty request')}, and no answer showed the inside of the app.`,
      };
    const kinds = [...new Set(leaking.map(({ looks }) => looks[0]?.leak?.kind))];
    const found = `${leaking.length} of ${counted(asked.length, 'faulty request')} showed a ${kinds.join(' or a ')}, on ${counted(new Set(leaking.map((one) => one.operation)).size, 'operation')}.`;
    // one example of each kind, then the rest
    const first = kinds.flatMap((kind) => leaking.find(({ looks }) => looks[0]?.leak?.kind === kind) ?? []);
    const evidence = httpEvidence(
      [...first, ...leaking.filter((one) => !first.includes(one))].map(({ chain, name, looks }) => ({
        exchanges: chain,
        note: `${name}: "${looks[0]?.leak?.line}", twice.`,
      })),
    );
    return { verdict: 'fail', found, evidence };
  },
});
