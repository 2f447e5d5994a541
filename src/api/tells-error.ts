import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';

const WORDS =
  /\b(?:errors?|invalid|incorrect|wrong|failed|failure|fails?|missing|required|must|cannot|can't|could not|unable|not (?:found|valid|allowed|authorized|authorised|permitted)|no such|does(?:n't| not) exist|unauthorized|unauthorised|forbidden|denied|bad request|malformed|unexpected)\b/i;
const SAYS = ['message', 'msg', 'detail', 'title', 'reason', 'description', 'info', 'result'];
/** Keys that stand beside an error's words and carry no record. */
const BESIDE = new Set([
  ...SAYS,
  'status',
  'success',
  'ok',
  'code',
  'statusCode',
  'data',
  'error',
  'errors',
  'path',
  'timestamp',
]);

/**
 * Whether an answer says in so many keys that the request failed: `success: false`, JSend's `status: "error"`, an `error` or
 * `errors` with something in it, a status of 400 and more as a number. `error: null` and `errors: []` say the opposite.
 */
export function flagsError(json: Json | undefined): boolean {
  // a record may well have a field called error, or a code of 404
  if (!isJsonObject(json) || 'id' in json || '_id' in json) return false;
  if (json['success'] === false || json['ok'] === false) return true;
  const { status } = json;
  if (typeof status === 'string' && /^(?:error|fail)$/i.test(status)) return true;
  if (['status', 'statusCode', 'code'].some((key) => isErrorStatus(json[key]))) return true;
  return [json['error'], json['errors']].some((value) => holdsSomething(value) || value === true);
}

/** The same, and also where only words say it (`{ "message": "title is required" }`) in an answer that carries nothing else. */
export function tellsError(json: Json | undefined): boolean {
  if (flagsError(json)) return true;
  if (typeof json === 'string') return json.length <= 300 && WORDS.test(json);
  return isJsonObject(json) && saysNothingElse(json) && wordsOf(json).some((text) => WORDS.test(text));
}

function isErrorStatus(value: Json | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 600;
}

function holdsSomething(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (isJsonArray(value)) return value.length > 0;
  return isJsonObject(value) && Object.keys(value).length > 0;
}

function saysNothingElse(json: JsonObject): boolean {
  return Object.entries(json).every(([key, value]) => BESIDE.has(key) && !(key === 'data' && holdsSomething(value)));
}

function wordsOf(json: JsonObject): string[] {
  return SAYS.flatMap((key) => {
    const value = json[key];
    const texts = isJsonArray(value) ? value.slice(0, 5) : [value];
    return texts.filter((text): text is string => typeof text === 'string').map((text) => text.slice(0, 300));
  });
}
