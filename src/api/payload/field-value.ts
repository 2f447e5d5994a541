import type { JsonObject } from '../../json.ts';
import { accountRole } from './account-role.ts';
import type { FieldValue } from './payload.ts';
import { referencedResource } from './referenced-resource.ts';

export interface FieldContext {
  /** Whether the operation makes or opens an account. */
  readonly account: boolean;
  /** Names of the API's resources. */
  readonly resources: readonly string[];
}

/** Where a field's value comes from, by its name and what is known of its type. */
export function fieldValue(name: string, schema: JsonObject, { account, resources }: FieldContext): FieldValue {
  const role = account ? accountRole(name) : undefined;
  if (role && isText(schema) && schema['enum'] === undefined) return { role };
  const reference = mayBeId(schema) ? referencedResource(name, resources) : undefined;
  return reference === undefined ? { by: 'name', schema } : { reference };
}

function isText({ type }: JsonObject): boolean {
  return type === undefined || type === 'string' || (Array.isArray(type) && type.includes('string'));
}

function mayBeId(schema: JsonObject): boolean {
  const { type } = schema;
  const isShape = type === 'object' || type === 'array' || type === 'boolean' || schema['properties'] !== undefined;
  return !isShape && schema['enum'] === undefined && schema['format'] !== 'date' && schema['format'] !== 'date-time';
}
