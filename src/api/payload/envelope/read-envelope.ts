import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../json.ts';
import { parseBody } from '../../parse-body.ts';
import { readAjvError, readAjvText } from './ajv.ts';
import { readConstraints, readNestMessage } from './class-validator.ts';
import { readDatabaseText } from './database.ts';
import { readExpressValidator } from './express-validator.ts';
import type { FieldHint, ObjectReader, TextReader } from './field-hint.ts';
import { ENVELOPE_KEYS, readFieldMap } from './field-map.ts';
import { readGenericError } from './generic-error.ts';
import { readGoFieldError, readGoText } from './go.ts';
import { readJavaText, readSpringError, readViolation } from './java.ts';
import { readJoiDetail, readJoiText } from './joi.ts';
import { readMapperText, readMongooseError, readMongooseText, readSequelizeError } from './object-mappers.ts';
import { readPydanticError } from './pydantic.ts';
import { readRailsText } from './rails.ts';
import { readRuntimeText } from './runtime.ts';
import { readSentence } from './sentence.ts';
import { readYupError, readYupMessage } from './yup.ts';
import { readPrettyZod, readZodIssue } from './zod.ts';

/** The most particular first: the first that knows an object reads it. */
const OBJECT_READERS: readonly ObjectReader[] = [
  readZodIssue,
  readJoiDetail,
  readAjvError,
  readPydanticError,
  readMongooseError,
  readSequelizeError,
  readConstraints,
  readExpressValidator,
  readYupError,
  readSpringError,
  readViolation,
  readGoFieldError,
  readGenericError,
];

const TEXT_READERS: readonly TextReader[] = [
  readPrettyZod,
  readJoiText,
  readMongooseText,
  readMapperText,
  readGoText,
  readAjvText,
  readJavaText,
  readRailsText,
  readDatabaseText,
  readYupMessage,
  readNestMessage,
  readRuntimeText,
];

const MAX_BODY = 200_000;
const MAX_TEXT = 4000;
const MAX_NODES = 3000;
const MAX_HINTS = 200;
const MESSAGES = new Set([
  'message',
  'msg',
  'error',
  'detail',
  'details',
  'title',
  'description',
  'reason',
  'errormessage',
  'error_description',
  'exception',
  'trace',
  'hint',
  'errors',
  'messages',
  'info',
  'cause',
  'sqlmessage',
  'formerrors',
  '_errors',
]);

/**
 * What an error answer says about single fields of the body. Structured producers are believed before texts, and texts of
 * known producers before plain English, whose hints are not `certain`.
 */
export function readEnvelope(status: number, contentType: string, body: string): FieldHint[] {
  if (status >= 200 && status < 400) return [];
  const text = body.slice(0, MAX_BODY);
  const json = parseBody(text);
  if (json === undefined || typeof json !== 'object')
    return unique(readText(contentType.includes('html') || text.trimStart().startsWith('<') ? withoutTags(text) : text));
  const walk = new Walk();
  walk.visit(json, '', 0);
  return unique(walk.certain.length > 0 ? walk.certain : walk.candidates);
}

/** The hints of a log's lines: only what a known producer wrote, for a log is full of plain English. */
export function readLog(log: string): FieldHint[] {
  return unique(
    log
      .slice(-MAX_BODY)
      .split('\n')
      .slice(-300)
      .flatMap((line) => readKnownText(line.slice(0, MAX_TEXT))),
  );
}

class Walk {
  readonly certain: FieldHint[] = [];
  readonly candidates: FieldHint[] = [];
  #nodes = 0;

  visit(value: Json, key: string, depth: number): void {
    if (depth > 12 || ++this.#nodes > MAX_NODES) return;
    if (typeof value === 'string') this.#text(value, key);
    else if (isJsonArray(value)) for (const item of value) this.visit(item, key, depth + 1);
    else if (isJsonObject(value)) this.#object(value, key, depth);
  }

  #object(object: JsonObject, key: string, depth: number): void {
    for (const reader of OBJECT_READERS) {
      const hints = reader(object);
      if (hints) {
        this.certain.push(...hints);
        return;
      }
    }
    const mapped =
      key === '' ? readFieldMap(object, false) : ENVELOPE_KEYS.has(key.toLowerCase()) ? readFieldMap(object, true) : [];
    if (mapped.length > 0) {
      this.certain.push(...mapped);
      return;
    }
    for (const [name, item] of Object.entries(object)) this.visit(item, name, depth + 1);
  }

  #text(text: string, key: string): void {
    if (!MESSAGES.has(key.toLowerCase()) && key !== '') return;
    // zod's own message is JSON
    const inner = /^\s*[[{]/.test(text) ? parseBody(text) : undefined;
    if (typeof inner === 'object' && inner !== null) {
      this.visit(inner, key, 1);
      return;
    }
    const hints = readText(text);
    for (const hint of hints) (hint.certain ? this.certain : this.candidates).push(hint);
  }
}

function readText(text: string): FieldHint[] {
  const known = readKnownText(text.slice(0, MAX_TEXT));
  return known.length > 0 ? known : [...readSentence(text)];
}

function readKnownText(text: string): FieldHint[] {
  for (const reader of TEXT_READERS) {
    const hints = reader(text);
    if (hints.length > 0) return [...hints];
  }
  return [];
}

function unique(hints: readonly FieldHint[]): FieldHint[] {
  const seen = new Map(hints.map((hint) => [`${hint.path.join('.')} ${hint.problem} ${hint.text}`, hint]));
  return [...seen.values()].slice(0, MAX_HINTS);
}

function withoutTags(html: string): string {
  return html
    .slice(0, 20_000)
    .replace(/<(?:br|\/p|\/pre|\/h\d|\/div|\/title)[^>]{0,100}>/gi, '\n')
    .replace(/<[^<>]{0,500}>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');
}
