import { isJsonArray, isJsonObject, textOf, type Json, type JsonObject } from '../../json.ts';
import type { OpenAPI } from 'openapi-types';
import { toError } from '../../errors.ts';
import { oneLine } from '../../text.ts';
import { atPointer } from '../json-pointer.ts';

const MAX_EXPANDED = 500_000;

/** What is wrong with a document, in a sentence, or undefined; it is used as far as it can be read in any case. */
export async function validateDocument(document: JsonObject): Promise<string | undefined> {
  const version = textOf(document['openapi']);
  if (expandedSize(document) > MAX_EXPANDED) return 'not validated: its references multiply too often';
  // The validator knows versions up to 3.1.
  const known = /^3\.[2-9]/.test(version) ? { ...document, openapi: '3.1.1' } : document;
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  try {
    // The parser writes into what it is given.
    const copy: unknown = JSON.parse(JSON.stringify(withoutOutside(known)));
    if (!isDocument(copy)) return 'not valid: no object';
    await SwaggerParser.validate(copy, { resolve: { external: false }, dereference: { circular: 'ignore' } });
    return undefined;
  } catch (error) {
    return `not valid: ${oneLine(toError(error).message, 300)}`;
  }
}

/** Whether it is what its type says is for the validator to find out. */
function isDocument(value: unknown): value is OpenAPI.Document {
  return isJsonObject(value);
}

/** References out of the document never reach the parser, which would read host files if it ever were asked to. */
function withoutOutside(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutOutside);
  if (!isJsonObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string' && !reference.startsWith('#')) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutOutside(item)]));
}

/** How many values there are once every local reference is put in place; a cycle counts once. */
function expandedSize(document: JsonObject): number {
  const sizes = new Map<object, number>();

  function sizeOf(value: Json | undefined): number {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    sizes.set(value, 1);
    const reference = isJsonObject(value) ? value['$ref'] : undefined;
    let size =
      1 +
      (typeof reference === 'string'
        ? sizeOf(reference.startsWith('#') ? atPointer(document, reference.slice(1)) : undefined)
        : 0);
    for (const item of Object.values(value)) size = Math.min(size + sizeOf(item), Number.MAX_SAFE_INTEGER);
    sizes.set(value, size);
    return size;
  }

  return sizeOf(document);
}
