/** What makes values one after another: see Values. */
export interface Source {
  /** A word that no other call gives. */
  word(): string;
  sentence(): string;
  email(local?: string): string;
  username(): string;
  uuid(): string;
  password(): string;
  /** `+1415555` and four digits. */
  phone(): string;
  isbn(): string;
}

export type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object';

/** What a name suggests. `kind` is taken when the schema names no type, the rest when its type fits. */
export interface NameRule {
  readonly words: RegExp;
  readonly kind: Kind;
  readonly text?: (source: Source) => string;
  readonly number?: number;
  readonly flag?: boolean;
}

/** Far ahead and fixed: the clock must not be in the data, and a due date must not pass. */
export const START_DAY = '2035-06-01';
export const END_DAY = '2035-06-15';
const BIRTHDAY = '1990-05-17';
export const instant = (day: string) => `${day}T12:00:00.000Z`;

const fixed = (text: string) => () => text;

/** The first rule that fits decides, so the narrow ones come first. */
export const NAME_RULES: readonly NameRule[] = [
  { words: /\be ?mail\b|^mail$/, kind: 'string', text: (source) => source.email() },
  { words: /pass ?(?:word|wd|phrase)|\bpwd\b|^pass$|^(?:repeat|confirm)$/, kind: 'string', text: (source) => source.password() },
  { words: /\b(?:accept|agree)|^(?:terms|tos|consent)\b/, kind: 'boolean', flag: true },
  { words: /^(?:is|has|can|should|allow|enable)\b|^(?:completed?|done|finished|archived|published|active|enabled|public|private|available|favou?rite|pinned|starred|checked|read|paid|in stock|featured)$/, kind: 'boolean', flag: false },
  { words: /user ?name|^(?:login|handle|nick ?name)$/, kind: 'string', text: (source) => source.username() },
  { words: /(?:image|photo|avatar|picture|thumbnail|cover|poster|logo|icon)(?: (?:url|uri|link))?$/, kind: 'string', text: fixed('https://example.com/image.png') },
  { words: /\b(?:url|uri|link|website|homepage|webhook|callback|href)\b/, kind: 'string', text: (source) => `https://example.com/${source.word()}` },
  { words: /\bphone|\bmobile|\btel(?:ephone)?\b|\bfax\b/, kind: 'string', text: (source) => source.phone(), number: 4_155_552_671 },
  { words: /birth|\bdob\b/, kind: 'string', text: fixed(BIRTHDAY) },
  { words: /^(?:(?:start|end|open|close)(?:ing|s)? )?time$|\btime of\b/, kind: 'string', text: fixed('12:00'), number: 12 },
  { words: /\bdue\b.*\bat\b|\b(?:end|ends|expires?|until|finish|check ?out|return)\b.*\b(?:at|time)\b/, kind: 'string', text: fixed(instant(END_DAY)) },
  { words: /\bdue\b|deadline|\bexpir|^until$|^to ?date$|\b(?:end|finish|check ?out|return|target)\b.*\b(?:date|day|on)\b|^ends? ?on$|^check ?out$/, kind: 'string', text: fixed(END_DAY) },
  { words: /^(?:end|ends|finish)$/, kind: 'string', text: fixed(instant(END_DAY)) },
  { words: /\bdate ?time\b|\btimestamp\b|\w (?:at|time)$/, kind: 'string', text: fixed(instant(START_DAY)) },
  { words: /\bdate\b|\bday$|^check ?in$|^from$|\w on$/, kind: 'string', text: fixed(START_DAY) },
  { words: /^(?:start|starts|begin|begins|when)$/, kind: 'string', text: fixed(instant(START_DAY)) },
  { words: /\bcurrency\b/, kind: 'string', text: fixed('USD') },
  { words: /country ?code|^country iso/, kind: 'string', text: fixed('DE') },
  { words: /\bcountry\b/, kind: 'string', text: fixed('Germany') },
  { words: /\b(?:zip|postal|post ?code)\b/, kind: 'string', text: fixed('10115'), number: 10_115 },
  { words: /\bcity\b|\btown\b/, kind: 'string', text: fixed('Berlin') },
  { words: /\bstate\b|\bprovince\b|\bregion\b/, kind: 'string', text: fixed('Berlin') },
  { words: /\bstreet\b/, kind: 'string', text: fixed('1 Birch Street') },
  { words: /\b(?:locale|language|lang)\b/, kind: 'string', text: fixed('en') },
  { words: /time ?zone|^tz$/, kind: 'string', text: fixed('Europe/Berlin') },
  { words: /\bcolou?r\b/, kind: 'string', text: fixed('#3366cc') },
  { words: /\bslug\b/, kind: 'string', text: (source) => source.word() },
  { words: /\b(?:uuid|guid)\b/, kind: 'string', text: (source) => source.uuid() },
  { words: /\bisbn\b/, kind: 'string', text: (source) => source.isbn() },
  { words: /\b(?:sku|code|barcode|serial|reference)\b/, kind: 'string', text: (source) => source.word().toUpperCase() },
  { words: /\bip\b(?: address)?$/, kind: 'string', text: fixed('192.0.2.10') },
  { words: /\blat(?:itude)?$/, kind: 'number', number: 52.5, text: fixed('52.5') },
  { words: /\b(?:lng|lon|long|longitude)$/, kind: 'number', number: 13.4, text: fixed('13.4') },
  { words: /\b(?:price|amount|cost|total|salary|fee|fare|balance|budget|value|wage|rate|discount|tax)\b/, kind: 'number', number: 19.5, text: fixed('19.50') },
  { words: /\b(?:weight|height|width|length|distance|size|area)\b/, kind: 'number', number: 12.5, text: fixed('12.5') },
  { words: /\bage\b/, kind: 'number', number: 30, text: fixed('30') },
  { words: /\b(?:rating|score|stars|grade)\b/, kind: 'number', number: 4, text: fixed('4') },
  { words: /\byear\b/, kind: 'number', number: 2020, text: fixed('2020') },
  { words: /\bmonth\b/, kind: 'number', number: 6, text: fixed('6') },
  { words: /\b(?:quantity|qty|count|stock|capacity|seats|guests|pages|duration|minutes|hours|seconds|days|number|position|order|limit|max|min|points|level|servings|calories|reps|sets|inventory|copies)\b/, kind: 'number', number: 3, text: fixed('3') },
  { words: /\bpercent(?:age)?\b/, kind: 'number', number: 10, text: fixed('10') },
  { words: /^(?:first|given) ?name$/, kind: 'string', text: fixed('Rowan') },
  { words: /^(?:last|family|sur) ?name$|^surname$/, kind: 'string', text: fixed('Ash') },
  { words: /^(?:full|display) ?name$|^(?:author|customer|owner|contact) name$/, kind: 'string', text: fixed('Rowan Ash') },
  { words: /^gender$|^sex$/, kind: 'string', text: fixed('other') },
  { words: /^(?:tags|labels|categories|keywords|skills|genres|ingredients|items|options|features|images|photos)$/, kind: 'array' },
  { words: /^(?:location|coordinates|metadata|settings|preferences)$/, kind: 'object' },
]; // prettier-ignore

/** Names of longer texts: they get a sentence. */
export const LONG_TEXT =
  /\b(?:description|content|body|text|summary|notes?|bio|comment|message|details|about|review|instructions|excerpt|reason|feedback|question|answer)\b/;
