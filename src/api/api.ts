import type { Operation, SourceKind } from './operation.ts';
import type { Payload } from './payload/payload.ts';

/** A kind of record that the API keeps: a collection path and an item path below it, with the operations that exist on both. */
export interface Resource {
  /** Last literal segment of the collection: `tasks`. */
  readonly name: string;
  readonly collection: string;
  readonly item: string | null;
  /** Paths of POST and GET of the collection as the router knows them, with their slash at the end if there is one. */
  readonly createPath: string | null;
  readonly listPath: string | null;
  /** What the list refuses to answer without, `?page=1&limit=50`; absent when it answers as it is. */
  readonly listQuery?: string;
  readonly read: boolean;
  /** PUT and PATCH of the item, as far as they exist. */
  readonly update: readonly ('PUT' | 'PATCH')[];
  readonly remove: boolean;
  /** Path parameters of the collection, each with the collection path of the resource it is an id of, when there is one. */
  readonly parents: readonly { readonly parameter: string; readonly collection: string | null }[];
  /** A payload that the create operation accepted, or null with `stuck` saying why none is known. */
  readonly payload: Payload | null;
  readonly stuck: string | null;
}

/** What the submission offers, learnt on the discovery stack. */
export interface Api {
  readonly operations: readonly Operation[];
  readonly resources: readonly Resource[];
  readonly documents: readonly { readonly kind: SourceKind; readonly at: string; readonly notes: readonly string[] }[];
  /** Operations that one source knows and another does not. */
  readonly differences: readonly { readonly operation: string; readonly missingIn: SourceKind }[];
  readonly coverage: Coverage;
}

export interface Coverage {
  readonly known: number;
  readonly confirmed: number;
  /** Answered 2xx to somebody. */
  readonly reached: number;
  readonly never: readonly { readonly operation: string; readonly why: string }[];
}
