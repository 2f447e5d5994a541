import type { StoredRow } from './database.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { findNeedle } from './passwords/find-needle.ts';
import type { Needle } from './passwords/needles.ts';

/** Where a password was found by its text, before it is known whose row that is. */
export interface Sighting {
  readonly needle: Needle;
  readonly leaf: Leaf;
  readonly row: StoredRow;
  readonly password: string;
}

/** The worst sighting per column, in the leaf that holds it or, failing that, in the column as it is printed. */
export function sightingsIn(row: StoredRow, needles: ReadonlyMap<string, readonly Needle[]>): Sighting[] {
  const leaves = leavesOf(row);
  return [...needles].flatMap(([password, list]) => {
    const inLeaves = leaves.flatMap((leaf) => {
      const needle = findNeedle(leaf.text, list);
      return needle ? [{ needle, leaf, row, password }] : [];
    });
    const found = new Set(inLeaves.map(({ leaf }) => leaf.column));
    const inColumns = Array.from(row.values).flatMap(([column, text]) => {
      const needle = found.has(column) ? undefined : findNeedle(text, list);
      return needle ? [{ needle, leaf: { column, path: column, name: column, text }, row, password }] : [];
    });
    return [...inLeaves, ...inColumns];
  });
}
