import type { Rule } from './field-hint.ts';
import { listedValues } from './listed-values.ts';
import { boundOf } from './read-bound.ts';

const MAX_TEXT = 600;

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/localdatetime/, 'local-date-time'],
  [/localdate\b/, 'date'],
  [
    /offsetdatetime|zoneddatetime|time\.instant|iso ?8601|iso datetime|datetime|date-time|date ?time|timestamp|date or datetime|date and time/,
    'date-time',
  ],
  [
    /\b(?:valid|iso|correct|proper|a|match format|as|of type|format|`)\W{0,3}date\b|date (?:has wrong )?format|yyyy-mm-dd|cast to date|date string|java\.util\.date|local date/,
    'date',
  ],
  [/e-?mail/, 'email'],
  [/\bu?u?id v?\d?\b.*\buuid|\buuid\b|\bguid\b/, 'uuid'],
  [/\burl\b|\buri\b/, 'uri'],
  [/mongo ?(?:db )?(?:object )?id|objectid|object id|24 (?:character )?hex/, 'objectid'],
  [/phone/, 'phone'],
  [/\bslug\b/, 'slug'],
  [/\bip(?:v4)?(?: address)\b/, 'ipv4'],
  [/\btime\b.*format|valid time\b/, 'time'],
];

const TYPES: readonly (readonly [RegExp, NonNullable<Rule['type']>])[] = [
  [/\bint(?:eger|32|64)?\b|whole number|\blong\b (?:value|from)|`long`/, 'integer'],
  [/\bnumber\b|\bnumeric\b|\bdecimal\b|\bfloat(?:64|32)?\b|\bdouble\b|bigdecimal/, 'number'],
  [/\bbool(?:ean)?\b/, 'boolean'],
  [/\barray\b|\blist\b|\bslice\b|arraylist/, 'array'],
  [/\bobject\b|\bdictionary\b|\bmapping\b|\bstruct\b/, 'object'],
  [/\bstring\b|\bstr\b/, 'string'],
];

const UNKNOWN =
  /should not exist|unknown (?:field|key|propert|argument|attribute)|unrecogni[sz]ed (?:key|field|propert)|\bis not allowed$|additional propert|unexpected (?:field|propert|key)|extra (?:inputs|fields)|unspecified keys|not permitted|not expected/;
const UNIQUE =
  /already (?:exists?|taken|in use|used|registered|been taken)|must be unique|\bduplicate\b|\bis taken\b|not available|has already been/;
const ENUM =
  /\bone of\b|valid (?:choice|enum|option|value for enum)|enum value|allowed values|\beither\b.+\bor\b|included in the list|values accepted for enum|selected .+ is invalid|\bvalid values\b|must be any of|must be in [[(]|accepted values|invalid option|expected '/;
const REQUIRED =
  /required|(?:must|should|may|can|can't|cannot|could) ?(?:not|n't)? be (?:blank|empty|null|nil|undefined|none)|(?:can't|cannot) be (?:blank|empty|null)|missing|received undefined|must be (?:provided|defined|present|specified|given|supplied)|mandatory|^please (?:provide|enter|add|fill|supply|specify|select|include)|not (?:be )?provided|isn't defined|not allowed to be empty|doesn't have a default|received null|is undefined|must have a value/;
const EXPECTS_TYPE =
  /must be|should be|expected|expects|valid|not a\b|cannot (?:unmarshal|deserialize|convert)|could not (?:be )?(?:convert|parse)|cast to|invalid|wrong type|is not (?:a|an)\b|type/;

/** What an English message says about a value, in the wording of the usual validation libraries. */
export function readRule(message: string): Rule {
  const text = message.slice(0, MAX_TEXT);
  const lower = text.toLowerCase();
  if (UNKNOWN.test(lower)) return { problem: 'unknown-field' };
  if (UNIQUE.test(lower)) return { problem: 'unique' };
  const isMissing = /received undefined|received null/.test(lower);
  if (ENUM.test(lower.replace(/one of these formats/, ''))) {
    const values = listedValues(text);
    return { problem: 'enum', ...(values.length > 0 && { enum: values }) };
  }
  const type = EXPECTS_TYPE.test(lower) ? typeIn(lower) : undefined;
  const bound = boundOf(lower);
  if (bound) return { problem: 'bound', ...(type && type !== 'string' && { type }), ...bound };
  const pattern = /(?:pattern|match|regular expression|regex)\D{0,20}?([/'"`])(\S{1,300}?)\1(?:\s|$|[.,])/.exec(text)?.[2];
  if (pattern !== undefined && /[\\^$[(*+]/.test(pattern)) return { problem: 'format', pattern };
  const format = EXPECTS_TYPE.test(lower) || /format/.test(lower) ? FORMATS.find(([words]) => words.test(lower))?.[1] : undefined;
  if (format !== undefined && !/^(?:the )?e-?mail(?: address)? (?:field )?is required/.test(lower))
    return { problem: 'format', format };
  if (isMissing) return { problem: 'required', ...(type && { type }) };
  const isPlainlyRequired = REQUIRED.test(lower) && !/valid \w+ is required/.test(lower);
  if (isPlainlyRequired) return { problem: 'required' };
  return type ? { problem: 'type', type } : { problem: 'invalid' };
}

/** The type that the message wants: the one after "received" or "from" is the one that was sent. */
function typeIn(lower: string): Rule['type'] {
  const wanted = lower.replace(/\b(?:received|provided|but got|got|from|unmarshal)\b \w+/g, '').replace(/conforming to.*$/, '');
  return TYPES.find(([words]) => words.test(wanted))?.[1];
}
