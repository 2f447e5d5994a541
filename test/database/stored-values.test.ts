import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { DatabaseReader, StoredRow, TableShape } from '../../src/database/database.ts';
import { readStoredPasswords } from '../../src/database/stored-values.ts';
import { CANARIES, LONG, SHORT } from './canaries.ts';

type Table = Pick<TableShape, 'name'> & Partial<TableShape> & { readonly rows: readonly Readonly<Record<string, string>>[] };

/** A database in memory that finds rows as a server would. */
function databaseOf(tables: readonly Table[], unread: readonly { table: string; why: string }[] = []): DatabaseReader {
  const shapes = tables.map(({ rows, primaryKey = [], references = [], name }): TableShape => {
    return { id: name, name, columns: Object.keys(rows[0] ?? {}), primaryKey, references };
  });
  const rowsIn = ({ name, rows }: Table) =>
    rows.map((row, index): StoredRow => ({ id: `${name} ${index}`, tableId: name, values: new Map(Object.entries(row)) }));
  return {
    engine: 'postgresql',
    tables: () => Promise.resolve(shapes),
    rowsHolding: (texts) => {
      const holds = (row: StoredRow) =>
        [...row.values.values()].some((value) => texts.some((text) => value.toLowerCase().includes(text.toLowerCase())));
      return Promise.resolve({ rows: tables.flatMap((table) => rowsIn(table).filter(holds)), unread });
    },
    rowsWhere: (id, column, values) => {
      const rows = tables.filter(({ name }) => name === id).flatMap(rowsIn);
      return Promise.resolve({ rows: rows.filter((row) => values.includes(row.values.get(column) ?? '')), unread: [] });
    },
    close: () => Promise.resolve(),
  };
}

const users = (stored: (password: string, identity: string) => string) =>
  CANARIES.map(({ login, password, identity }) => ({
    id: identity,
    email: login[0] ?? '',
    password: stored(password, identity),
  }));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('rows of the canaries', () => {
  test('a row that names two of them belongs to neither', async () => {
    const rows = [
      { sender: CANARIES[0]?.login[0] ?? '', receiver: CANARIES[1]?.login[0] ?? '', password: sha256(`x${SHORT}`), x: 'x' },
    ];
    expect(await readStoredPasswords(databaseOf([{ name: 'invitations', rows }]), CANARIES)).toMatchObject({
      findings: [],
      userTables: [],
    });
  });

  test('an e-mail in other letters is still theirs', async () => {
    const rows = users((password) => sha256(`pepper${password}`)).map((row) => ({ ...row, email: row.email.toUpperCase() }));
    const stored = await readStoredPasswords(databaseOf([{ name: 'users', rows }]), CANARIES, { secrets: ['pepper'] });
    expect(stored).toMatchObject({ userTables: ['users'], findings: [{ level: 'fast-salted', sameForEqualPasswords: true }] });
  });

  test('a key that they share leads to nothing of theirs', async () => {
    const rows = users(() => '').map(({ id, email }) => ({ id, email, tenant: '1' }));
    const tenants: Table = { name: 'tenants', primaryKey: ['id'], rows: [{ id: '1', password: sha256('of the tenant') }] };
    const people: Table = { name: 'users', rows, references: [{ column: 'tenant', tableId: 'tenants', target: 'id' }] };
    expect((await readStoredPasswords(databaseOf([people, tenants]), CANARIES)).findings).toEqual([]);
  });

  test('a password two tables away is found', async () => {
    const people: Table = { name: 'people', primaryKey: ['id'], rows: users(() => '').map(({ id, email }) => ({ id, email })) };
    const accounts: Table = {
      name: 'accounts',
      primaryKey: ['id'],
      references: [{ column: 'owner', tableId: 'people', target: 'id' }],
      rows: CANARIES.map(({ identity }) => ({ id: `account ${identity}`, owner: identity, secret: 'x' })),
    };
    const logins: Table = {
      name: 'logins',
      references: [{ column: 'account', tableId: 'accounts', target: 'id' }],
      rows: CANARIES.map(({ identity, password }) => ({
        account: `account ${identity}`,
        digest: sha256(`account ${identity}${password}`),
      })),
    };
    const { findings } = await readStoredPasswords(databaseOf([people, accounts, logins]), CANARIES);
    expect(findings).toMatchObject([{ table: 'logins', column: 'digest', level: 'fast-salted', identities: ['A', 'B', 'C'] }]);
  });
});

describe('findings', () => {
  test('show no password, wherever the submission puts it', async () => {
    const rows = [
      {
        [SHORT]: 'x',
        payload: JSON.stringify({ [SHORT]: { [LONG]: SHORT } }),
        note: `${LONG} and ${SHORT}`,
        part: SHORT.slice(0, 12),
      },
    ];
    const password = (text: string) => text.slice(0, 9);
    const tables = [
      { name: `log of ${SHORT}`, rows },
      { name: 'users', rows: users(password) },
    ];
    const why = `value too long: ${LONG}`;
    const stored = await readStoredPasswords(databaseOf(tables, [{ table: 'other', why }]), CANARIES);
    expect(stored.findings.length).toBeGreaterThan(2);
    for (const part of [SHORT, LONG, SHORT.slice(0, 7), LONG.slice(0, 7)]) expect(JSON.stringify(stored)).not.toContain(part);
  });

  test('of encodings name the way back', async () => {
    const rows = users((password) => Buffer.from(password).toString('base64'));
    const { findings } = await readStoredPasswords(databaseOf([{ name: 'users', rows }]), CANARIES);
    expect(findings).toMatchObject([{ level: 'reversible', scheme: 'base64', sample: '{{AB.password:base64}}' }]);
  });

  test('come worst first, and leave out what was not recognised where the password was found', async () => {
    const rows = users(sha256).map((row) => ({
      ...row,
      old_password: sha256(`lost ${row.id}`),
      copy: row.id === 'C' ? LONG : SHORT,
    }));
    const { findings } = await readStoredPasswords(databaseOf([{ name: 'users', rows }]), CANARIES);
    expect(findings.map(({ column, level }) => `${column} ${level}`)).toEqual(['copy plaintext', 'password fast-unsalted']);
  });

  test('of one who changed her password do not hide that it was found with the others', async () => {
    const rows = users((password, identity) => sha256(identity === 'A' ? 'changed' : `A B C ${password}`)).map((row) => ({
      ...row,
      salt: 'A B C ',
    }));
    const { findings } = await readStoredPasswords(databaseOf([{ name: 'users', rows }]), CANARIES);
    expect(findings).toMatchObject([{ level: 'fast-salted', verified: true }]);
  });

  test('say what could not be read', async () => {
    const unread = [{ table: 'users', why: 'permission denied' }];
    const stored = await readStoredPasswords(databaseOf([{ name: 'users', rows: [] }], unread), CANARIES);
    expect(stored).toMatchObject({ tablesRead: 0, unread, nothingFound: 'no row of the registered users was found' });
  });
});
