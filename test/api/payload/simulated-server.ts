import { isJsonObject, textOf, type Json } from '../../../src/json.ts';

/** What a field of a simulated server must be. */
export interface Rules {
  readonly path: readonly string[];
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly optional?: true;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly format?: 'email' | 'date' | 'date-time' | 'uuid' | 'objectid';
}

export type Violation = Rules & {
  readonly problem: 'missing' | 'type' | 'format' | 'enum' | 'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'unknown';
};

const FORMATS = {
  email: /^[^@\s]+@[^@\s]+\.\w+$/,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/,
  objectid: /^[0-9a-f]{24}$/,
};

/** Everything that a body does wrong, in the order of the rules. */
export function violations(rules: readonly Rules[], body: Json, refusesUnknown = false): Violation[] {
  const found = rules.flatMap((rule): Violation[] => {
    const value = at(body, rule.path);
    if (value === undefined || value === null || value === '') return rule.optional ? [] : [{ ...rule, problem: 'missing' }];
    const problem = problemOf(rule, value);
    return problem ? [{ ...rule, problem }] : [];
  });
  const known = new Set(rules.map(({ path }) => path[0]));
  const unknown = refusesUnknown && isJsonObject(body) ? Object.keys(body).filter((name) => !known.has(name)) : [];
  return [...found, ...unknown.map((name) => ({ path: [name], type: 'string' as const, problem: 'unknown' as const }))];
}

function problemOf(rule: Rules, value: Json): Violation['problem'] | undefined {
  const actual = Array.isArray(value) ? 'array' : Number.isInteger(value) && rule.type === 'integer' ? 'integer' : typeof value;
  if (actual !== rule.type) return 'type';
  if (rule.enum && !rule.enum.includes(textOf(value))) return 'enum';
  if (rule.format && !FORMATS[rule.format].test(textOf(value))) return 'format';
  if (typeof value === 'string' && value.length < (rule.minLength ?? 0)) return 'minLength';
  if (typeof value === 'string' && value.length > (rule.maxLength ?? Infinity)) return 'maxLength';
  if (typeof value === 'number' && value < (rule.minimum ?? -Infinity)) return 'minimum';
  if (typeof value === 'number' && value > (rule.maximum ?? Infinity)) return 'maximum';
  return undefined;
}

function at(body: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = body;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

export type Answer = { readonly status: number; readonly body: Json | string; readonly contentType?: string };

export const json = (status: number, body: Json): Answer => ({ status, body });
