/** How a database is reached: always by a forwarder of ours on loopback. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
}

export interface DatabaseLogin {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface ConnectOptions extends DatabaseAddress, DatabaseLogin {
  /** For everything together, from connecting to the last answer. */
  readonly deadlineMs: number;
}

export interface TableShape {
  /** Names the table to its reader, and to nobody else. */
  readonly id: string;
  /** For people: with its schema, unless that is the usual one. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly primaryKey: readonly string[];
  /** Foreign keys of one column. */
  readonly references: readonly { readonly column: string; readonly tableId: string; readonly target: string }[];
}

/** A row in which every value is text as the database prints it; nulls and empty values are left out, long ones cut. */
export interface StoredRow {
  /** The same for a row that is read twice. */
  readonly id: string;
  readonly tableId: string;
  readonly values: ReadonlyMap<string, string>;
}

export interface UnreadTable {
  readonly table: string;
  readonly why: string;
}

export interface Reading {
  readonly rows: readonly StoredRow[];
  readonly unread: readonly UnreadTable[];
}

/**
 * Reads the database of a submission, whatever its engine. The server is the submission's: readers cap time, rows and
 * bytes, write nothing, and reject with RoadworthyError when the server breaks the rules or goes away.
 */
export interface DatabaseReader {
  readonly engine: 'postgresql';
  /** Every table with data of its own, in a fixed order. */
  tables(): Promise<readonly TableShape[]>;
  /** Rows of any table that hold one of the texts anywhere, in whatever type; letters of either case match. */
  rowsHolding(texts: readonly string[]): Promise<Reading>;
  /** Rows of one table whose column, as text, is one of the values. */
  rowsWhere(tableId: string, column: string, values: readonly string[]): Promise<Reading>;
  close(): Promise<void>;
}
