import type { FieldHint, Rule, TextReader } from './field-hint.ts';
import { camelCase, isFieldName, snakeCase } from './field-path.ts';
import { readRule } from './read-rule.ts';

const MAX_SENTENCE = 300;

/** English words that stand where a name could: what is only made of them is no field. */
const ENGLISH = new Set(
  `a about again all already also an and any are at be been both but by bad can cannot check correct credentials data does each either empty entered error every exist failed fail
  field fields fill following for format found from has have here if in incorrect info information input inputs internal invalid is it its json key keys least login mandatory may
  message method missing more must need needed needs new no none not nothing object of on one only or other our out parameter parameters params payload please properties
  property provide provided request required resource resources route save send sent server should some something sorry submit such sure that the them there these they this those to token
  try unauthorized undefined unique up user users valid value values was were what when which while with without wrong you your body account authentication authorization
  attribute attributes create creating item record details access header headers session permission denied forbidden validation operation action`.split(
    /\s+/,
  ),
);

/** Some of these words are names too, when the sentence names nothing but them. */
const ALSO_NAMES = new Set([
  'user',
  'message',
  'details',
  'name',
  'item',
  'token',
  'key',
  'value',
  'body',
  'method',
  'format',
  'data',
]);

const VERBS = String.raw`(?:(?:is|are) (?:a |also |all |both )?(?:required|missing|mandatory|needed|necessary|not provided|undefined)|(?:must|should|can ?not|can't|may|could) ?(?:not )?be (?:provided|specified|supplied|sent|given|filled|empty|blank|null|included|present)|required\b)`;
const REQUIRED_AFTER = new RegExp(String.raw`^(.{1,160}?) (?:fields? )?${VERBS}`, 'i');
const PLEASE =
  /(?:^|\b)(?:please|must|you (?:must|need to|have to|should))? ?(?:provide|enter|fill in|fill|supply|specify|include|add|send|choose|select|pass|give)(?: us)? (?:with )?(.{2,160})$/i;
const MISSING =
  /\b(?:missing|required|mandatory)(?: or invalid| or empty)?(?: required| mandatory)?(?: (?:fields?|parameters?|params?|propert(?:y|ies)|attributes?|keys?|values?|data|inputs?|in (?:the )?(?:request )?body))*(?: (?:are|is))? ?[:\-–(]* ?(.{2,160})$/i;
const RULE_AFTER =
  /^(.{1,60}?) (?:must|should|has to|needs to|is not|isn't|is too|is invalid|is already|already|has already|cannot|can't|may not)\b/i;
const INVALID =
  /\b(?:invalid|wrong|bad|incorrect|malformed|unknown|duplicate)(?: or missing)? (?:value for |field:? )?(.{2,60}?)(?: format| value| provided| supplied)?(?:$|[:,.])/i;
const CONTAIN = /\b(?:must|should|has to|needs to) (?:contain|have|include) (.{2,160})$/i;
const CONFIRMATIONS = ['passwordConfirmation', 'password_confirmation', 'password2'];
const MISMATCH = /passwords? (?:(?:and|or) .{0,30} )?(?:do|does|must|don't|should)? ?(?:not )?match/i;

/** Plain English. The names in it are candidates, never certain. */
export const readSentence: TextReader = (text) =>
  text
    .slice(0, 2000)
    .replace(/\((e?s)\)/g, '$1')
    .split(/(?<=[.!?;])\s+(?!(?:it )?(?:must|should|valid|allowed|expected|accepted|choose)\b)|\n+/i)
    .slice(0, 20)
    .flatMap((sentence) =>
      hintsIn(
        sentence
          .trim()
          .replace(/[.!?;]+$/, '')
          .replace(
            /^(?:validation (?:failed|error)|bad request|error|invalid (?:request|input|data|payload|body)):? ?[:-] ?/i,
            '',
          )
          .slice(0, MAX_SENTENCE),
      ),
    );

function hintsIn(sentence: string): FieldHint[] {
  if (MISMATCH.test(sentence))
    return [{ ...candidate('confirmPassword', { problem: 'required' }, sentence), aliases: CONFIRMATIONS }];
  const [, subject] = RULE_AFTER.exec(sentence) ?? [];
  const isListed = /: ?\S/.test(sentence);
  const required = (part: string | undefined) =>
    namesIn(part, isListed).map((name) => candidate(name, formatIn(part ?? ''), sentence));
  const readings: (() => FieldHint[])[] = [
    () => required(REQUIRED_AFTER.exec(sentence)?.[1]),
    () => required(MISSING.exec(sentence)?.[1]),
    () => required(PLEASE.exec(sentence)?.[1]),
    () => required(CONTAIN.exec(sentence)?.[1]),
    () =>
      subject === undefined
        ? []
        : namesIn(subject).map((name) => candidate(name, readRule(sentence.slice(subject.length).trim()), sentence)),
    () => namesIn(unlessEnglish(INVALID.exec(sentence)?.[1])).map((name) => candidate(name, readRule(sentence), sentence)),
  ];
  for (const reading of readings) {
    const hints = reading();
    if (hints.length > 0) return hints;
  }
  return [];
}

/** "Invalid request content" is about the request. */
function unlessEnglish(part: string | undefined): string | undefined {
  const [first = '', second] = part?.toLowerCase().split(/\s+/) ?? [];
  return second !== undefined && ENGLISH.has(first) ? undefined : part;
}

/** "a valid email" wants one; everything else named is required. */
function formatIn(part: string): Rule {
  const rule = /\bvalid\b/i.test(part) ? readRule(`must be ${part}`) : undefined;
  return rule?.problem === 'format' || rule?.problem === 'type' ? rule : { problem: 'required' };
}

/** The names in a list such as `title, due date and "priority"`. */
function namesIn(part: string | undefined, isListed = false): string[] {
  if (part === undefined) return [];
  const list = part
    .replace(/\((?:e\.g|such as|for example|min|max|at least).*$/i, '')
    .replace(/\b(?:in|for|to|of|with|from|at|that|which|before|when|as|is|are|must|should|fields?)\b(?! (?:and|or|,)).*$/i, '')
    .split(/,|&|\/|;|\band\b|\bor\b|\bas well as\b/i);
  const names = list.map((written) => nameOf(written, isListed && list.length > 1)).filter((name) => name !== undefined);
  return [...new Set(names)].slice(0, 20);
}

function nameOf(written: string, isListed: boolean): string | undefined {
  const phrase = written.replace(/["'`“”‘’()[\]{}:*]/g, ' ').trim();
  const words = phrase.split(/\s+/).filter((word) => word !== '');
  // behind a colon even `a` is a name
  const kept = isListed && words.length === 1 ? words : words.filter((word) => !ENGLISH.has(word.toLowerCase()));
  const isAlone = kept.length === 0 && words.length === 1;
  const naming = isAlone ? words.filter((word) => ALSO_NAMES.has(word.toLowerCase())) : kept;
  if (naming.length === 0 || naming.length > 3 || !naming.every((word) => isFieldName(word))) return undefined;
  const [only = ''] = naming;
  // a word with capitals or underscores inside is written as in the code
  if (naming.length === 1) return /[a-z][A-Z]|_/.test(only) ? only : only.replace('-', '').toLowerCase();
  const name = naming.join(' ').toLowerCase();
  return /^e-?mail address(?:es)?$/.test(name) ? 'email' : camelCase(name);
}

function candidate(name: string, rule: Rule, text: string): FieldHint {
  const parts = snakeCase(name).split('_');
  const aliases = parts.length > 1 ? [snakeCase(name), parts.at(-1) ?? name].filter((alias) => alias !== name) : [];
  return { path: [name], ...rule, ...(aliases.length > 0 && { aliases }), producer: 'sentence', certain: false, text };
}
