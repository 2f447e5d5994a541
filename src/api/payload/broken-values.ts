import { isJsonArray, type Json, type JsonObject } from '../../json.ts';
import { fieldWords } from '../values/field-words.ts';
import { compilePattern } from '../values/pattern.ts';
import type { PayloadField } from './payload.ts';

/** A value that breaks one rule of a field, while the rest of the record is good. `undefined` means that the field is left out. */
export interface BrokenValue {
  readonly value: Json | undefined;
  /** Whether a word may follow the value, so that a second one differs: what must be unique is refused for that alone. */
  readonly distinct?: true;
  /** What it breaks, as the end of a sentence: "though the field is an e-mail address". */
  readonly rule: string;
  /** Who says so: the document, answers of the API, or the plain meaning of the field's name. */
  readonly known: 'document' | 'answers' | 'meaning';
  /** Whether only the ideal is missed: such a value can be argued for. */
  readonly lesson: boolean;
}

const EMAIL = /(?:^|\b)e ?mail(?: address)?$|^mail$/;
const DAY = /(?:^|\b)date$|^dob$|^birth ?day$|^deadline$|\bdue at$/;
const NUMBER = /\b(?:price|amount|cost|quantity|qty|stock|age|rating|salary|year)$/;
const NAME = /^(?:title|name|user ?name|subject|label|(?:first|last|full) ?name)$/;
const NONSENSE: Readonly<Record<string, readonly [text: string, rule: string]>> = {
  email: ['not-an-email', 'it is an e-mail address'],
  date: ['not-a-date', 'it is a date'],
  'date-time': ['not-a-date', 'it is a date and time'],
  uuid: ['not-a-uuid', 'it is a UUID'],
  uri: ['not an address', 'it is a URI'],
  url: ['not an address', 'it is a URL'],
};
const LONGEST = 5000;
/** The rule of a field that must not be missing or empty. */
export const REQUIRED = 'it is required';

/** Whether a field's name alone says which values make sense: an e-mail address, a day, a price. */
export function saysWhatItHolds(name: string): boolean {
  const words = fieldWords(name);
  return EMAIL.test(words) || DAY.test(words) || NUMBER.test(words);
}

/**
 * Values that a field must not take, the clearest first. Only rules that are known count; `kept` is what a good record shows of
 * the field.
 */
export function brokenValues(field: PayloadField, kept: Json): BrokenValue[] {
  const name = fieldWords(field.path.at(-1) ?? '');
  if ('reference' in field.value) return [];
  if ('role' in field.value && /password/.test(field.value.role)) return [];
  const { rules = {} } = field;
  const known = field.sources.some((source) => /\bschema\b/.test(source)) ? ('document' as const) : ('answers' as const);
  const by = { rules, kept, known };
  return [...choice(by), ...format(name, by), ...types(name, by), ...bounds(by), ...emptiness(name, field, by)];
}

interface Known {
  readonly rules: JsonObject;
  readonly kept: Json;
  readonly known: 'document' | 'answers';
}

function choice({ rules, known }: Known): BrokenValue[] {
  const choices = rules['enum'];
  if (!isJsonArray(choices) || choices.length === 0) return [];
  const value = choices.some((one) => typeof one === 'string') ? 'none-of-these' : 987_654;
  return [
    {
      value,
      rule: `it is one of ${choices
        .slice(0, 6)
        .map((one) => JSON.stringify(one))
        .join(', ')}`,
      known,
      lesson: false,
    },
  ];
}

function format(name: string, { rules, kept, known }: Known): BrokenValue[] {
  if (typeof kept !== 'string' || rules['enum'] !== undefined) return [];
  const said = typeof rules['format'] === 'string' ? rules['format'] : undefined;
  const meant = EMAIL.test(name) && kept.includes('@') ? 'email' : DAY.test(name) && /^\d{4}-\d\d-\d\d/.test(kept) ? 'date' : '';
  const [text, rule] = NONSENSE[said ?? meant] ?? [];
  if (text === undefined || rule === undefined) return [];
  return [{ value: text, distinct: true, rule, known: said === undefined ? 'meaning' : known, lesson: false }];
}

function types(name: string, { rules, kept, known }: Known): BrokenValue[] {
  const type = oneType(rules);
  const isMeant = type === undefined && typeof kept === 'number' && NUMBER.test(name);
  if ((type === 'number' || type === 'integer' || isMeant) && rules['enum'] === undefined)
    return [{ value: 'not-a-number', rule: 'it is a number', known: isMeant ? 'meaning' : known, lesson: false }];
  if (type === 'boolean') return [{ value: 'perhaps', rule: 'it is true or false', known, lesson: false }];
  if (typeof kept !== 'string' || rules['enum'] !== undefined) return [];
  if (type === 'string') return [{ value: { not: 'a text' }, rule: 'it is a text', known, lesson: false }];
  return type === undefined && NAME.test(name)
    ? [{ value: { not: 'a text' }, rule: 'it is a text', known: 'meaning', lesson: true }]
    : [];
}

function bounds({ rules, known }: Known): BrokenValue[] {
  const type = oneType(rules);
  const [least, above, most, below] = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'].map((name) => rules[name]);
  const [shortest, longest] = [rules['minLength'], rules['maxLength']];
  const out: (readonly [value: Json, rule: string])[] = [];
  if (type === 'number' || type === 'integer') {
    if (typeof least === 'number') out.push([least - 1, `it is at least ${least}`]);
    else if (typeof above === 'number') out.push([above - 1, `it is above ${above}`]);
    if (typeof most === 'number' && most < 1e9) out.push([most + 1, `it is at most ${most}`]);
    else if (typeof below === 'number' && below < 1e9) out.push([below + 1, `it is below ${below}`]);
  } else if (type === 'string' || type === undefined) {
    if (typeof shortest === 'number' && shortest > 0 && shortest <= LONGEST)
      out.push(['a'.repeat(shortest - 1), `it has at least ${shortest} characters`]);
    if (typeof longest === 'number' && longest < LONGEST)
      out.push(['a'.repeat(longest + 1), `it has at most ${longest} characters`]);
  }
  return out.map(([value, rule]) => ({ value, rule, known, lesson: false }));
}

/** A required field left out; a required name that is empty or blank, which only a minimum length or a pattern forbids beyond doubt. */
function emptiness(name: string, field: PayloadField, { rules, kept, known }: Known): BrokenValue[] {
  const isSaid = field.sources.some((source) => /\bschema\b|^answer/.test(source));
  if (!field.required || !isSaid) return [];
  const rule = REQUIRED;
  const empty: BrokenValue[] =
    known === 'document' && rules['nullable'] !== true && !(isJsonArray(rules['type']) && rules['type'].includes('null'))
      ? [{ value: undefined, rule, known, lesson: false }]
      : [];
  if (typeof kept !== 'string' || !NAME.test(name)) return empty;
  const { minLength, pattern } = rules;
  const refusesBlank = typeof pattern === 'string' && compilePattern(pattern)?.('   ') === false;
  if (!(typeof minLength === 'number' && minLength > 0)) empty.push({ value: '', rule, known, lesson: true });
  return [...empty, { value: '   ', rule, known, lesson: !refusesBlank }];
}

function oneType({ type }: JsonObject): string | undefined {
  const types = (isJsonArray(type) ? type : [type]).filter((one) => typeof one === 'string' && one !== 'null');
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined;
}
