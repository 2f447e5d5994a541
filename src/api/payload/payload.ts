import type { Json, JsonObject } from '../../json.ts';

/** What a field means to an account. */
export type Role = 'email' | 'username' | 'password' | 'confirm-password' | 'name' | 'first-name' | 'last-name' | 'phone';

/** Where the value of a field comes from when the payload is filled. */
export type FieldValue =
  /** By the field's name and this schema. */
  | { readonly by: 'name'; readonly schema: JsonObject }
  | { readonly fixed: Json }
  | { readonly role: Role }
  /** The id of a record of this resource, by the resource's own name: `projects`. */
  | { readonly reference: string };

export interface PayloadField {
  /** Keys from the top; a number is an index of an array. */
  readonly path: readonly string[];
  readonly value: FieldValue;
  readonly required: boolean;
  /** JSON Schema keywords that hold for its values: each said by the document, or by two answers that agree. Absent when there is none. */
  readonly rules?: JsonObject;
  /** Whether an answer said that no two records may have the same value. */
  readonly unique?: true;
  /** What says so: `schema`, `example`, `convention`, or an answer: `answer 2: zod`. */
  readonly sources: readonly string[];
}

/** What to send to an operation, without values yet: those are new for every record. */
export interface Payload {
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly fields: readonly PayloadField[];
}
