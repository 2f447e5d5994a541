import type { JsonObject } from '../json.ts';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export type SourceKind = 'route-table' | 'openapi-served' | 'openapi-file';

/** Where an operation was learnt from; `at` is a file and line, or the address of the document. */
export interface OperationSource {
  readonly kind: SourceKind;
  readonly at?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  /** JSON Schema, with local references already resolved; {} when nothing is known. */
  readonly schema: JsonObject;
  readonly example?: string;
}

export interface RequestBody {
  readonly contentType: string;
  readonly required: boolean;
  /** JSON Schema, with local references already resolved (a cycle is cut to {}); {} when nothing is known. */
  readonly schema: JsonObject;
  /** The author's own example, when the document has one. */
  readonly example?: JsonObject;
}

/** What one source says about one operation. Paths are normalised: `/tasks/{id}`, the trailing slash kept as it is. */
export interface ProposedOperation {
  readonly method: Method;
  readonly path: string;
  readonly source: OperationSource;
  readonly summary?: string;
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  /** Whether the document says that a credential is needed; absent when it says nothing. */
  readonly secured?: boolean;
  /** Statuses that the document promises. */
  readonly statuses: readonly string[];
}

/** Whether a request showed that the operation is there, and which exchange shows it. */
export type Confirmation =
  | { readonly state: 'confirmed'; readonly exchange: string; readonly reason: string }
  | { readonly state: 'refuted'; readonly exchange: string; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string };

/** One method and path template of the API, merged from every source that knows it. `id` is `GET /tasks/{id}`. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary?: string;
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  readonly secured?: boolean;
  readonly statuses: readonly string[];
  readonly sources: readonly OperationSource[];
  readonly confirmation: Confirmation;
}
