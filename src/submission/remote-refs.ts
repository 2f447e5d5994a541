import { RoadworthyError } from '../errors.ts';
import { oneLine } from '../text.ts';

/** Where a commit is found on a remote: a branch or tag by name, or a commit by its id. */
export interface Place {
  readonly ref: string;
  readonly byName: boolean;
  readonly subdir: string;
}

const COMMIT = /^[0-9a-f]{7,64}$/i;

/** Names of branches and tags in the output of `git ls-remote --heads --tags`. */
export function parseRefs(output: string): Set<string> {
  const names = [...output.matchAll(/^[0-9a-f]{40,64}\trefs\/(?:heads|tags)\/(.+?)(?:\^\{\})?$/gm)];
  return new Set(names.flatMap(([, name]) => (name === undefined ? [] : [name])));
}

/** Decides where the ref ends and the folder begins in `feature/x/api`: the longest name that the remote has wins. */
export function placeOf(treePath: string, refs: ReadonlySet<string>): Place {
  const segments = treePath.split('/');
  for (let length = segments.length; length > 0; length--) {
    const ref = segments.slice(0, length).join('/');
    if (refs.has(ref)) return { ref, byName: true, subdir: segments.slice(length).join('/') };
  }
  const [first = ''] = segments;
  if (COMMIT.test(first)) return { ref: first, byName: false, subdir: segments.slice(1).join('/') };
  throw refNotFound(treePath, refs);
}

export function refNotFound(ref: string, refs: ReadonlySet<string>): RoadworthyError {
  const some = [...refs]
    .slice(0, 5)
    .map((name) => oneLine(name, 60))
    .join(', ');
  const there = some === '' ? 'It has no branches.' : `There are: ${some}${refs.size > 5 ? ` and ${refs.size - 5} more` : ''}.`;
  return new RoadworthyError('ref-not-found', `The repository has no branch, tag or commit "${oneLine(ref, 80)}". ${there}`);
}
