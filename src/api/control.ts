import { isJsonObject, type Json } from '../json.ts';
import type { Reply } from './client.ts';

/**
 * What an answer looks like when ids, times and echoed paths are left out: two requests with the same fingerprint were
 * answered by the same code as far as can be seen from outside.
 */
export interface Fingerprint {
  readonly status: number;
  readonly type: string;
  readonly shape: string;
}

const COMPARED = 64 * 1024;
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b[0-9a-f]{16,}\b/gi, '<hex>'],
  [/\d+/g, '<n>'],
];

export function fingerprint(reply: Reply): Fingerprint {
  const type = (reply.headers['content-type'] ?? '').split(';')[0] ?? '';
  const echoed = [
    reply.exchange.request.path,
    reply.exchange.request.path.split('?')[0] ?? '',
    ...reply.exchange.request.path.split('/'),
  ].filter((part) => part.length > 2);
  let text = reply.json === undefined ? reply.text.slice(0, 4000) : JSON.stringify(shapeOf(reply.json));
  for (const part of echoed) text = text.replaceAll(part, '<echo>');
  for (const [pattern, name] of MASKS) text = text.replace(pattern, name);
  return { status: reply.status, type, shape: text };
}

/** Keys and kinds, and the words of short texts, which tell a router's "not found" from a handler's. */
function shapeOf(json: Json, depth = 0): Json {
  if (Array.isArray(json)) return ['list'];
  if (isJsonObject(json) && depth < 4)
    return Object.fromEntries(
      Object.entries(json)
        .sort()
        .map(([key, value]) => [key, shapeOf(value, depth + 1)]),
    );
  return typeof json === 'string' ? json.slice(0, 200) : typeof json;
}

/** Whether two answers say the same, ids, times and numbers aside: a clock or a counter in an answer makes no difference between people. */
export function saysSame(one: Reply, other: Reply): boolean {
  return isSame(fingerprint(one), fingerprint(other)) && masked(one) === masked(other);
}

function masked({ text }: Reply): string {
  return MASKS.reduce((left, [pattern, name]) => left.replace(pattern, name), text.slice(0, COMPARED));
}

export function isSame(one: Fingerprint, other: Fingerprint): boolean {
  return one.status === other.status && one.type === other.type && one.shape === other.shape;
}
