import type { Exchange } from '../api/exchange.ts';
import { coverageOf } from '../api/understand.ts';
import type { ArtifactName, Artifacts, Recorded } from '../probes/artifacts.ts';
import type { Records } from './findings.ts';
import type { Facts } from './scorecard.ts';

/** Facts that the scorecard shows beside the verdicts, from the records alone. */
export function factsOf(records: Records, exchanges: readonly Exchange[]): Facts {
  const boot = valueOf(records, 'boot');
  const api = valueOf(records, 'api');
  const identities = valueOf(records, 'identities');
  let facts: Facts = { startedFault: boot?.started === false && boot.fault !== 'nobody' ? boot.fault : null };
  if (boot) facts = { ...facts, boot: { ...boot } };
  if (api)
    facts = { ...facts, api: coverageOf(api.operations, exchanges), differences: api.differences, documents: api.documents };
  if (identities) facts = { ...facts, login: identities.recipe.proof.reason };
  return facts;
}

/** A recorded artifact, if there is one: that the record under this name has this type is what recording guarantees. */
function valueOf<Name extends ArtifactName>({ artifacts }: Records, name: Name): Artifacts[Name] | undefined {
  const recorded: Recorded<Artifacts[Name]> | undefined = artifacts[name];
  return recorded !== undefined && 'value' in recorded ? recorded.value : undefined;
}
