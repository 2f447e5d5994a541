import type { Canary } from './canary.ts';
import type { StoredRow } from './database.ts';
import { leavesOf } from './leaves.ts';
import { isOrdinaryValue } from './ordinary-value.ts';
import type { Column, StoredValue } from './passwords/assess-column.ts';
import type { OwnedRow } from './rows-of-canaries.ts';

/** Places that are looked at in the rows of the canaries; a user has fewer. */
const MAX_COLUMNS = 400;

/** The values of the canaries' rows, place by place: one per canary, the first that was read. */
export function columnsOf(
  owned: readonly OwnedRow[],
  canaries: readonly Canary[],
  nameOf: (row: StoredRow) => string,
  secrets: readonly string[],
): Column[] {
  const logins = new Set(canaries.flatMap(({ login }) => login.map((name) => name.toLowerCase())));
  const columns = new Map<string, { table: string; column: string; values: StoredValue[] }>();
  for (const { owner, row } of owned) {
    const leaves = leavesOf(row);
    const login = owner.login.map((text) => ({ name: 'login', text }));
    for (const leaf of leaves) {
      if (isOrdinaryValue(leaf.text) || logins.has(leaf.text.toLowerCase())) continue;
      const key = JSON.stringify([row.tableId, leaf.path]);
      const values = columns.get(key)?.values ?? [];
      columns.set(key, { table: nameOf(row), column: leaf.path, values });
      if (values.some(({ canary }) => canary === owner)) continue;
      const neighbours = saltsFirst([...leaves.filter((other) => other !== leaf), ...login]);
      values.push({ canary: owner, text: leaf.text, neighbours, secrets });
    }
  }
  const inOrder = [...columns.values()].slice(0, MAX_COLUMNS);
  for (const { values } of inOrder) values.sort((one, other) => one.canary.identity.localeCompare(other.canary.identity));
  return inOrder;
}

function saltsFirst<T extends { readonly name: string }>(values: readonly T[]): T[] {
  return values.toSorted((one, other) => Number(/salt|nonce/i.test(other.name)) - Number(/salt|nonce/i.test(one.name)));
}
