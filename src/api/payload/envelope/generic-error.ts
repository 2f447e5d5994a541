import { isJsonObject, type Json } from '../../../json.ts';
import { patternOf } from '../../../text.ts';
import type { ObjectReader } from './field-hint.ts';
import { isElsewhere } from './field-path.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

const FIELD = [
  'field',
  'fieldName',
  'field_name',
  'param',
  'property',
  'propertyName',
  'attribute',
  'path',
  'pointer',
  'source',
  'key',
  'name',
  'loc',
];
const TEXT = ['message', 'msg', 'error', 'reason', 'detail', 'description', 'title', 'errorMessage', 'issue', 'problem', 'rule'];

/** What authors and many libraries write themselves: `{ field, message }` under any of the usual keys; JSON:API's `source.pointer`. */
export const readGenericError: ObjectReader = (error) => {
  const key = FIELD.find((name) => fieldOf(error[name]) !== undefined);
  const field = key === undefined ? undefined : fieldOf(error[key]);
  const text = TEXT.map((key) => error[key]).find((found) => typeof found === 'string');
  if (
    field === undefined ||
    /(?:Error|Exception)$/.test(field) ||
    typeof text !== 'string' ||
    isElsewhere(error['location'] ?? error['in'])
  )
    return undefined;
  // an envelope has `path` and `message` too, and there the path is the address of the request
  const isEnvelope = 'timestamp' in error || 'status' in error || 'statusCode' in error || /^\/.*\//.test(field);
  if (isEnvelope && key !== 'source' && key !== 'pointer') return undefined;
  return hintAt('field-list', field, readRule(text.replace(new RegExp(`^["'\`]?${patternOf(field)}["'\`]? `), '')), text);
};

function fieldOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string' && value !== '' && value.length < 100 && !value.includes(' ')) return value;
  if (Array.isArray(value) && value.length > 0 && value.every((key) => typeof key === 'string' || typeof key === 'number'))
    return value.join('.');
  return isJsonObject(value) ? fieldOf(value['pointer']) : undefined;
}
