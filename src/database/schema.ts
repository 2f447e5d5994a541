/** The tables of the application, as the database itself describes them. */
export interface Schema {
  readonly engine: 'postgresql';
  readonly tables: readonly TableFacts[];
  /** Null where the API has no users; `unknown` where it is not known how they log in. */
  readonly login: LoginColumns | { readonly unknown: string } | null;
}

export interface TableFacts {
  /** For people: with its schema, unless that is the usual one. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexFacts[];
  readonly references: readonly { readonly columns: readonly string[]; readonly table: string }[];
}

export interface IndexFacts {
  readonly name: string;
  /** In order: the name of a column, or an expression such as `lower(email)`. */
  readonly keys: readonly string[];
  readonly unique: boolean;
  /** It holds some of the rows only. */
  readonly partial: boolean;
  readonly method: string;
}

/** By what people log in, and in which columns that was found of those who registered. */
export interface LoginColumns {
  readonly by: readonly ('email' | 'username')[];
  readonly columns: readonly { readonly table: string; readonly column: string; readonly holds: 'email' | 'username' }[];
}
