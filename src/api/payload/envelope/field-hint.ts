import type { Json } from '../../../json.ts';

export type Problem = 'required' | 'type' | 'format' | 'enum' | 'bound' | 'unknown-field' | 'unique' | 'wrapper' | 'invalid';

/** What an answer says about a value. Bounds are inclusive: "greater than 0" is read as at least 1. */
export interface Rule {
  readonly problem: Problem;
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly Json[];
}

/** What an answer says about one field of the body; an empty path means the body as a whole. */
export interface FieldHint extends Rule {
  readonly path: readonly string[];
  /** What the field may be called instead: go-validator tells only the name of the struct's field. */
  readonly aliases?: readonly string[];
  /** Which library or database wrote the answer; `sentence` for plain English. */
  readonly producer: string;
  /** Whether the name of the field is certain; false for names taken out of plain English. */
  readonly certain: boolean;
  /** The words of the answer. */
  readonly text: string;
}

/** A part of an answer that one family of producers may know: an object, or a text. */
export type ObjectReader = (object: Readonly<Record<string, Json>>) => readonly FieldHint[] | undefined;
export type TextReader = (text: string) => readonly FieldHint[];
