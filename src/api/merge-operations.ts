import type { Api } from './api.ts';
import type { Operation, OperationSource, ProposedOperation, SourceKind } from './operation.ts';
import { samePath } from './path-template.ts';

/**
 * One operation for each method and path, from every source that proposes it. Schemas come from the first that has them, paths
 * are written as the first source writes them; a source is asked in the order given.
 */
export function mergeOperations(proposals: readonly ProposedOperation[]): Operation[] {
  const merged: Operation[] = [];
  for (const proposal of proposals) {
    const at = merged.findIndex((one) => one.method === proposal.method && samePath(one.path, proposal.path));
    const before = merged[at];
    if (!before) {
      const { source, ...rest } = proposal;
      merged.push({
        ...rest,
        id: `${proposal.method} ${proposal.path}`,
        sources: [source],
        confirmation: { state: 'unknown', reason: 'not asked yet' },
      });
      continue;
    }
    merged[at] = {
      ...before,
      sources: before.sources.some((source) => isSameSource(source, proposal.source))
        ? before.sources
        : [...before.sources, proposal.source],
      parameters: before.parameters.some((parameter) => Object.keys(parameter.schema).length > 0)
        ? before.parameters
        : proposal.parameters,
      statuses: before.statuses.length > 0 ? before.statuses : proposal.statuses,
      ...(before.body === undefined && proposal.body && { body: proposal.body }),
      ...(before.secured === undefined && proposal.secured !== undefined && { secured: proposal.secured }),
      ...(before.summary === undefined && proposal.summary !== undefined && { summary: proposal.summary }),
    };
  }
  return merged;
}

const isSameSource = (one: OperationSource, other: OperationSource) => one.kind === other.kind && one.at === other.at;

/** Operations that one kind of source knows and another, which was there, does not. */
export function findDifferences(operations: readonly Operation[]): Api['differences'] {
  const kinds = new Set<SourceKind>(operations.flatMap((operation) => operation.sources.map((source) => source.kind)));
  return operations.flatMap((operation) =>
    [...kinds]
      .filter((kind) => !operation.sources.some((source) => source.kind === kind))
      .map((kind) => ({ operation: operation.id, missingIn: kind })),
  );
}
