import { STATUS_CODES } from 'node:http';
import type { Client, Reply } from '../api/client.ts';
import { tellsError } from '../api/tells-error.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { leakIn, type Leak } from './leak.ts';

/** What an answer to a faulty request looked like, as facts: checks see no bodies. */
export interface AnswerLook {
  readonly form: 'object' | 'other JSON' | 'text' | 'page' | 'empty';
  /** Where a client finds what went wrong: `error: text`, `message: text`, `errors: list`, `plain text`; several when it stands in several places. */
  readonly places: readonly string[];
  /** Whether it says that something went wrong, by its keys or in words. */
  readonly tellsError: boolean;
  /** Whether a framework answers so by itself, without a line of the author's. */
  readonly isDefault: boolean;
  readonly leak: Leak | null;
}

const PLACES = ['error', 'errors', 'message', 'msg', 'detail', 'details', 'title', 'reason', 'description', 'fault', 'issues'];
const MAX_KEYS = 12;

/** Describes an answer; `live` is the stack that gave it, whose secrets are left out. */
export function lookAt(live: { readonly client: Pick<Client, 'redaction'> }, reply: Reply): AnswerLook {
  const form = formOf(reply);
  return {
    form,
    places: placesOf(form, reply.json),
    tellsError: tellsError(reply.json) || (form === 'text' && tellsError(reply.text)),
    isDefault: form === 'empty' || (isJsonObject(reply.json) ? isDefaultObject(reply.json) : isDefaultText(reply)),
    leak: leakIn(reply, (text) => live.client.redaction.redact(text)),
  };
}

function formOf({ json, text }: Reply): AnswerLook['form'] {
  if (text.trim() === '') return 'empty';
  if (isJsonObject(json)) return 'object';
  if (json !== undefined) return 'other JSON';
  // Express calls every text HTML
  return /^\s{0,100}<[a-z!]/i.test(text) ? 'page' : 'text';
}

function placesOf(form: AnswerLook['form'], json: Json | undefined): string[] {
  if (form === 'empty') return [];
  if (form === 'text') return ['plain text'];
  if (form === 'page') return ['HTML page'];
  if (!isJsonObject(json)) return ['bare JSON'];
  const found = PLACES.flatMap((key) => (json[key] == null ? [] : [`${key}: ${kindOf(json[key])}`]));
  return found.length > 0 ? found : [`keys ${Object.keys(json).sort().slice(0, MAX_KEYS).join(', ').slice(0, 100)}`];
}

/** A list of texts counts as text: validators answer with several sentences where others answer with one. */
function kindOf(value: Json | undefined): string {
  if (isJsonArray(value)) return value.every((item) => typeof item === 'string') ? 'text' : 'list';
  if (isJsonObject(value)) return 'object';
  return typeof value === 'string' ? 'text' : 'value';
}

/** Keys of the answers that frameworks make by themselves; one of theirs has all of the first and none beyond both. */
const DEFAULTS: readonly (readonly [readonly string[], readonly string[]])[] = [
  // Fastify, Nest
  [
    ['statusCode', 'message'],
    ['error', 'code', 'validation', 'validationContext'],
  ],
  // Spring
  [
    ['timestamp', 'status', 'error'],
    ['path', 'message', 'trace', 'errors', 'exception', 'requestId'],
  ],
  // ASP.NET
  [
    ['type', 'title', 'status'],
    ['traceId', 'errors', 'detail', 'instance'],
  ],
  // Laravel
  [
    ['message', 'exception'],
    ['file', 'line', 'trace'],
  ],
];

function isDefaultObject(json: JsonObject): boolean {
  const keys = Object.keys(json);
  const { detail } = json;
  // FastAPI and Django REST framework: the author writes the text of a detail, but not these, and no list
  if (keys.length === 1 && detail !== undefined)
    return (
      typeof detail !== 'string' || /^(?:not found|method not allowed|not authenticated|unauthorized|forbidden)\.?$/i.test(detail)
    );
  return DEFAULTS.some(
    ([needed, optional]) =>
      needed.every((key) => keys.includes(key)) && keys.every((key) => needed.includes(key) || optional.includes(key)),
  );
}

const DEFAULT_PAGES = [
  /<title>Error<\/title>/i,
  /<title>\s?(?:\d{3}|Not Found|Server Error|Bad Request|Method Not Allowed|HTTP Status \d{3})/i,
  /Whitelabel Error Page/,
  /DEBUG = True/,
  /Werkzeug/,
  /\bCannot (?:GET|POST|PUT|PATCH|DELETE) \//,
];

function isDefaultText({ status, text }: Reply): boolean {
  const words = text.slice(0, 8000).trim();
  if (words.startsWith('<')) return DEFAULT_PAGES.some((pattern) => pattern.test(words));
  const bare = words
    .replace(/^\d{3} /, '')
    .replace(/[.!]$/, '')
    .toLowerCase();
  return bare === STATUS_CODES[status]?.toLowerCase() || bare === 'page not found' || /^cannot [a-z]{3,7} \//.test(bare);
}
