import type { Coverage } from '../api/api.ts';
import type { Exchange } from '../api/exchange.ts';
import type { Operation } from '../api/operation.ts';
import { coverageOf } from '../api/understand.ts';
import type { ArtifactName, Artifacts, Recorded } from '../probes/artifacts.ts';
import type { Records } from './findings.ts';
import type { Facts, UnderstoodOperation } from './scorecard.ts';

/** Facts that the scorecard shows beside the verdicts, from the records alone. */
export function factsOf(records: Records, exchanges: readonly Exchange[]): Facts {
  const boot = valueOf(records, 'boot');
  const api = valueOf(records, 'api');
  const identities = valueOf(records, 'identities');
  let facts: Facts = { startedFault: boot?.started === false && boot.fault !== 'nobody' ? boot.fault : null };
  if (boot) facts = { ...facts, boot: { ...boot } };
  if (api) {
    const coverage = coverageOf(api.operations, exchanges);
    const operations = api.operations.flatMap((one) => understood(one, coverage));
    facts = { ...facts, api: coverage, operations, differences: api.differences, documents: api.documents };
  }
  if (identities) facts = { ...facts, login: identities.recipe.proof.reason };
  return facts;
}

/** The furthest that one operation was followed; nothing for one that a request showed not to be there. */
function understood({ id, confirmation, sources, secured }: Operation, { never }: Coverage): UnderstoodOperation[] {
  if (confirmation.state === 'refuted') return [];
  const unreached = never.find((one) => one.operation === id);
  const furthest = confirmation.state === 'confirmed' ? 'confirmed' : 'known';
  return [
    {
      operation: id,
      state: unreached ? furthest : 'reached',
      sources,
      ...(secured !== undefined && { secured }),
      ...(unreached && { why: unreached.why }),
    },
  ];
}

/** A recorded artifact, if there is one: that the record under this name has this type is what recording guarantees. */
function valueOf<Name extends ArtifactName>({ artifacts }: Records, name: Name): Artifacts[Name] | undefined {
  const recorded: Recorded<Artifacts[Name]> | undefined = artifacts[name];
  return recorded !== undefined && 'value' in recorded ? recorded.value : undefined;
}
