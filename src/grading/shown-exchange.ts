import type { Exchange } from '../api/exchange.ts';

/** An exchange whose bodies are cut to what a reader needs; `shown` says which part that is. */
export interface ShownExchange extends Omit<Exchange, 'request' | 'response'> {
  readonly request: Exchange['request'] & { readonly shown?: string };
  readonly response: (NonNullable<Exchange['response']> & { readonly shown?: string }) | null;
}

const BODY = 2048;
const HEADER = 300;
const HEADERS = 30;
/** What a reader of an error page looks for. */
const TELLING = /Traceback \(most recent|\bat .{1,200}:\d+:\d+|\b\w*(?:Error|Exception)\b|"(?:error|message|stack)"/;

/** Cuts long bodies around the first of `wanted` that is in them, or around what looks like an error, else at the beginning. */
export function showExchange(exchange: Exchange, wanted: readonly string[]): ShownExchange {
  const { request, response } = exchange;
  const body = request.body === null ? null : cutAround(request.body, wanted);
  const path = cutAround(request.path, []);
  return {
    ...exchange,
    request: {
      ...request,
      path: path.text,
      headers: cutHeaders(request.headers),
      body: body?.text ?? null,
      ...(body?.shown && { shown: body.shown }),
    },
    response: response && { ...response, headers: cutHeaders(response.headers), ...cutResponse(response.body, wanted) },
  };
}

function cutResponse(body: string, wanted: readonly string[]): { body: string; shown?: string } {
  const { text, shown } = cutAround(body, wanted);
  return { body: text, ...(shown && { shown }) };
}

/** At most 2 KB of a text, never half a character, and which part of it that is. */
export function cutAround(text: string, wanted: readonly string[]): { text: string; shown?: string } {
  if (text.length <= BODY) return { text };
  const found = wanted.map((value) => ({ at: text.indexOf(value), length: value.length })).find(({ at }) => at >= 0);
  const error = found ? undefined : TELLING.exec(text);
  const middle = found ? found.at + found.length / 2 : (error?.index ?? 0);
  const start = Math.max(0, Math.min(Math.floor(middle - BODY / 2), text.length - BODY));
  const from = isLowSurrogate(text, start) ? start + 1 : start;
  const to = isLowSurrogate(text, start + BODY) ? start + BODY - 1 : start + BODY;
  return { text: text.slice(from, to), shown: `characters ${from + 1} to ${to} of ${text.length}` };
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

function cutHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(headers);
  const shown = all
    .slice(0, HEADERS)
    .map(([name, value]) => [name.slice(0, HEADER), value.length > HEADER ? `${value.slice(0, HEADER)}…` : value]);
  if (all.length > HEADERS) shown.push(['…', `${all.length - HEADERS} more`]);
  return Object.fromEntries(shown) as Record<string, string>;
}
