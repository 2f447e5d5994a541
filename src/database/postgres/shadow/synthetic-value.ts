import { literal } from '../names.ts';
import type { ColumnDetails } from '../table-details.ts';
import type { LiveValues } from './live-values.ts';

export interface ColumnToFill {
  readonly column: ColumnDetails;
  /** Its place in the table: every column gets a seed of its own, or all would be correlated and selectivity ruined. */
  readonly place: number;
  /** Definitions of the checks that name it; the column is called by its name in them. */
  readonly checks: readonly string[];
  /** No two rows may have the same. */
  readonly unique: boolean;
  readonly live: LiveValues | undefined;
}

/** Rows that show whether a column may be empty, or holds a few values only. */
const TELLING_ROWS = 3;
const FEW_VALUES = 5;
/** Characters of a check that are read: it may be as long as its author likes. */
const MAX_CHECK = 4_000;
const WORDS = ['alpha', 'bravo', 'delta', 'echo', 'golf', 'hotel', 'india', 'kilo', 'lima', 'mike', 'oscar', 'papa', 'romeo'];
/** Names of columns that hold one of a few values in every application. */
const KIND =
  /status|state(?!ment)|type|role|kind|categor|level|priorit|country|currency|gender|sex|genre|language|locale|city|region|brand|colou?r|size|department|plan|tier|provider|method|unit|visibility|difficult|condition|stage|phase|group|rating|stars|score|year|month|is_|has_|active|enabled|deleted|archived|completed|verified|published/i;

/**
 * An SQL expression of the row's number `g` for one column, or undefined where none is known that its type and checks accept.
 * The same in every run.
 */
export function syntheticValue(given: ColumnToFill): string | undefined {
  const { column, live, unique } = given;
  const value = plainValue(given);
  if (unique) return value;
  if (value === undefined) return column.notNull ? undefined : 'null';
  // also where it is always empty so far: half is enough for neither half to be worth an index
  const mayBeEmpty = live !== undefined && live.nulls > 0 && live.rows >= TELLING_ROWS;
  return mayBeEmpty ? `case when ${hash(given, 1)} % 2 = 0 then ${value} end` : value;
}

function plainValue(given: ColumnToFill): string | undefined {
  const { column, unique } = given;
  const checks = given.checks.map((check) => check.slice(0, MAX_CHECK));
  const { base, category, type } = column;
  if (column.labels && column.labels.length > 0) return oneOf(column.labels, given);
  const allowed = unique || category !== 'S' ? undefined : allowedTexts(checks);
  if (allowed) return oneOf(allowed, given);
  const [low, high] = boundsOf(checks, column.name);
  switch (base) {
    case 'int2':
    case 'int4':
    case 'int8':
      return integer(given, low, high);
    case 'float4':
    case 'float8':
    case 'numeric':
    case 'money': {
      const cap = base === 'numeric' && column.modifier > 4 ? precisionCap(column.modifier) : 100_000;
      const from = low ?? 0;
      const span = Math.max(0, Math.min(high ?? cap, cap) - from);
      return unique ? `(${from} + g)::${type}` : `(${from} + (${hash(given)} % 1000000)::numeric / 1000000 * ${span})::${type}`;
    }
    case 'bool':
      return `(${hash(given)} % 2 = 0)`;
    case 'uuid':
      return `md5('${given.place} ' || g)::uuid`;
    case 'timestamptz':
    case 'timestamp':
      // on both sides of now, but for the moments that lie behind every row
      return /creat|updat|regist|join|log|sent|issued|_at$|At$/.test(column.name) &&
        !/expir|due|until|end|start/i.test(column.name)
        ? `(now() - make_interval(secs => (${hash(given)} % 31536000)::float8))::${type}`
        : `(now() + make_interval(secs => (${hash(given)} % 31536000 - 15768000)::float8))::${type}`;
    case 'date':
      return `(current_date + (${hash(given)} % 730 - 365)::int)`;
    case 'time':
    case 'timetz':
      return `(time '00:00' + make_interval(secs => (${hash(given)} % 86400)::float8))::${type}`;
    case 'interval':
      return `make_interval(secs => (${hash(given)} % 86400)::float8)`;
    case 'json':
    case 'jsonb':
      return `'{}'::${type}`;
    case 'bytea':
      return `decode(md5(g::text), 'hex')`;
    case 'inet':
    case 'cidr':
      return `('10.' || (g / 65536 % 256) || '.' || (g / 256 % 256) || '.' || (g % 256))::${type}`;
  }
  if (category === 'A') return `'{}'::${type}`;
  return ['varchar', 'text', 'bpchar', 'citext', 'name'].includes(base) ? text(given) : undefined;
}

function integer(given: ColumnToFill, low: number | undefined, high: number | undefined): string {
  const { column, unique, live } = given;
  const from = Math.ceil(low ?? 0);
  if (unique) return `(${Math.max(from, 1)} + 1000000 + g)::${column.type}`;
  if (isFew(live) || (KIND.test(column.name) && !/_?id$/i.test(column.name))) {
    const numbers = [...(live?.values ?? []), '0', '1', '2', '3', '4'].map(Number).filter(Number.isSafeInteger);
    const fitting = numbers.filter((number) => number >= (low ?? -Infinity) && number <= (high ?? Infinity));
    if (fitting.length > 0) return oneOf([...new Set(fitting)].map(String), given);
  }
  const top = Math.floor(high ?? from + (column.base === 'int2' ? 30_000 : 100_000));
  return `(${from} + ${hash(given)} % ${Math.max(1, top - from + 1)})::${column.type}`;
}

function text(given: ColumnToFill): string {
  const { column, unique, checks, live } = given;
  const most = /varchar|bpchar/.test(column.base) && column.modifier > 4 ? column.modifier - 4 : 10_000;
  const least = Math.max(0, ...checks.map((check) => minimumLength(check)));
  const fits = (value: string) => value.length >= least && value.length <= most;
  if (!unique && (isFew(live) || KIND.test(column.name))) {
    const values = [...new Set([...(live?.values ?? []), ...WORDS.slice(0, FEW_VALUES)])].filter(fits);
    // where checks are in the way, only what was accepted before is known to be right
    const known = checks.length > 0 && live && live.values.length > 0 ? live.values : values;
    if (known.length > 0) return oneOf(known, given);
  }
  const prefix = checks.map((check) => /~~\*? '([^%_']+)%'/.exec(check)?.[1]).find((found) => found !== undefined);
  const word = (divisor: number) =>
    `(array[${WORDS.map(literal).join(',')}])[1 + (${hash(given)} / ${divisor} % ${WORDS.length})::int]`;
  let value = `${word(1)} || ' ' || ${word(16)} || ' ' || ${hash(given)} % 1000000`;
  if (most < 16) value = `lpad(to_hex(g), ${Math.min(most, 8)}, '0')`;
  else if (prefix !== undefined) value = `${literal(prefix)} || g`;
  else if (/e?mail/i.test(column.name) || checks.some((check) => check.includes('@'))) value = `'u' || g || '@filler.example'`;
  else if (/url|link|avatar|image|website|photo/i.test(column.name)) value = `'https://filler.example/' || g`;
  else if (/phone|mobile/i.test(column.name)) value = `'+1' || lpad((1000000 + g)::text, 10, '0')`;
  else if (unique || /slug|user_?name|handle|code|sku|token|key|hash/i.test(column.name)) value = `${word(1)} || '-' || g`;
  else if (/body|content|description|text|bio|note|message|comment/i.test(column.name) && most >= 200)
    value = `${value} || ' ' || md5(g::text) || ' ' || ${word(256)} || ' ' || md5((g + 1)::text) || ' ' || ${word(4096)}`;
  if (least > 8) value = `rpad(${value}, ${least}, 'x')`;
  return most < 10_000 ? `left(${value}, ${most})::${column.type}` : `(${value})::${column.type}`;
}

/** A cheap hash of the row's number with a seed of its own, not negative. */
function hash({ place }: ColumnToFill, salt = 0): string {
  return `(hashint8extended(g, ${place * 2 + salt + 7919}) & 2147483647)`;
}

function oneOf(values: readonly string[], given: ColumnToFill): string {
  return `(array[${values.map(literal).join(',')}])[1 + (${hash(given)} % ${values.length})::int]::${given.column.type}`;
}

/** A column of many rows and few values: what is filtered by it is most of the table. */
function isFew(live: LiveValues | undefined): boolean {
  return (
    live !== undefined && live.rows - live.nulls >= TELLING_ROWS && live.distinct <= FEW_VALUES && live.distinct * 3 <= live.rows
  );
}

/** `CHECK (status = ANY (ARRAY['a'::text, 'b'::text]))`, or a chain of `=` with OR between. */
function allowedTexts(checks: readonly string[]): string[] | undefined {
  for (const check of checks) {
    const isList = /= ANY \(/.test(check) || !/[<>~]|length|LIKE|NOT /i.test(check);
    const values = Array.from(check.matchAll(/'((?:[^']|'')*)'::/g), ([, value = '']) => value.replaceAll("''", "'"));
    if (isList && values.length > 0) return [...new Set(values)];
  }
  return undefined;
}

function boundsOf(checks: readonly string[], column: string): [low: number | undefined, high: number | undefined] {
  let [low, high]: [number | undefined, number | undefined] = [undefined, undefined];
  for (const check of checks) {
    for (const [, left = '', operator = '', number = ''] of check.matchAll(
      /([\w"]+)\)*(?:::[\w ]+\)*)?\s*(>=|>|<=|<)\s*\(*'?(-?[\d.]+)/g,
    )) {
      if (left.replaceAll('"', '') !== column && left !== 'VALUE') continue;
      const bound = Number(number);
      if (operator === '>=') low = bound;
      if (operator === '>') low = Number.isInteger(bound) ? bound + 1 : bound * 1.01;
      if (operator === '<=') high = bound;
      if (operator === '<') high = Number.isInteger(bound) ? bound - 1 : bound;
    }
  }
  return [low, high];
}

function minimumLength(check: string): number {
  const { operator, number } = /length\([^<>=]*(?<operator>>=|>)\s*(?<number>\d+)/.exec(check)?.groups ?? {};
  return number === undefined ? 0 : Number(number) + (operator === '>' ? 1 : 0);
}

/** As a numeric(10, 2) keeps its precision and scale in one number. */
function precisionCap(modifier: number): number {
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (modifier - 4) & 0xffff;
  return Math.min(100_000, 10 ** (precision - scale) - 1);
}
