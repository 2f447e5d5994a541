import type { Scorecard, ShownEvidence, ShownExchange, UnderstoodOperation } from '../src/grading/scorecard.ts';

/** A line of a file of the repository. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/**
 * The operation that an HTTP finding is about. A chain begins with what makes the data and may end with a look at what became
 * of it, so it is the last request of somebody else than its maker, or one that the note names, or else the last.
 */
export function operationOf(evidence: ShownEvidence, { exchanges, facts }: Scorecard): UnderstoodOperation | undefined {
  if (evidence.kind !== 'http') return undefined;
  const chain = evidence.exchanges.flatMap((id) => exchanges[id] ?? []).reverse();
  const asked = chain.map((exchange) => ({ exchange, operation: askedOf(exchange.request, facts.operations ?? []) }));
  const maker = chain.at(-1)?.identity;
  const { note = '' } = evidence;
  const meant =
    asked.find(({ exchange }) => exchange.identity !== maker) ??
    asked.find(({ operation }) => operation !== undefined && note.includes(operation.operation)) ??
    asked[0];
  return meant?.operation;
}

/** Of the templates that a request fits, the one with the most literal parts. */
function askedOf(
  { method, path }: ShownExchange['request'],
  operations: readonly UnderstoodOperation[],
): UnderstoodOperation | undefined {
  const asked = (path.split('?')[0] ?? '').split('/');
  const fits = ({ operation }: UnderstoodOperation) => {
    const [itsMethod, template = ''] = operation.split(' ');
    const parts = template.split('/');
    return (
      itsMethod === method &&
      parts.length === asked.length &&
      parts.every((part, index) => part.startsWith('{') || part === asked[index])
    );
  };
  const open = ({ operation }: UnderstoodOperation) => operation.split('{').length;
  return operations.filter(fits).sort((one, other) => open(one) - open(other))[0];
}

/**
 * Where in the repository a finding belongs: its own source line, the line of the route it is about, else the file that the
 * project was started from, else the README. What the submission says of its paths is used only if it stays inside.
 */
export function placeOf(evidence: ShownEvidence | undefined, card: Scorecard): Place {
  const { plan, submission } = card.run;
  const own = evidence?.kind === 'source' ? { path: evidence.path, line: evidence.line } : undefined;
  const route = evidence && operationOf(evidence, card)?.sources.map(({ at = '' }) => lineOf(at));
  const started = plan === null ? undefined : { path: plan.from, line: 1 };
  const found = [own, ...(route ?? []), started].find((place) => place !== undefined && staysInside(place.path));
  const { path, line } = found ?? { path: 'README.md', line: 1 };
  return { path: [submission.subdir, path].filter(Boolean).join('/'), line: Math.max(1, line) };
}

function lineOf(at: string): Place | undefined {
  const [, path, line] = /^(.+):(\d{1,6})$/.exec(at) ?? [];
  return path === undefined ? undefined : { path, line: Number(line) };
}

/** A relative path of a plausible file; what a build made is not in the repository. */
function staysInside(path: string): boolean {
  return (
    /^[^/\\:⟨]+(?:\/[^/\\:⟨]+)*$/.test(path) &&
    path.length < 300 &&
    !/\s{2}|\n/.test(path) &&
    !path.split('/').some((part) => /^\.{1,2}$|^(?:node_modules|dist|build)$/.test(part))
  );
}
