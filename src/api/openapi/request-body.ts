import { isJsonArray, isJsonObject, readJson, type Json, type JsonObject } from '../../json.ts';
import type { RequestBody } from '../operation.ts';
import { plainSchema } from './plain-schema.ts';
import type { References } from './references.ts';

/** Content types in the order in which one is taken when a document offers several. */
const PREFERRED = [
  /^application\/json/,
  /\+json/,
  /^\*\/\*|^application\/\*/,
  /^application\/x-www-form-urlencoded/,
  /^multipart\/form-data/,
];

/** The body of an operation in its best content type, with the author's own example when it is an object. */
export function requestBody(written: JsonObject, references: References): RequestBody | undefined {
  const content = written['content'];
  if (!isJsonObject(content)) return undefined;
  const offered = Object.keys(content);
  const contentType =
    PREFERRED.map((pattern) => offered.find((type) => pattern.test(type.toLowerCase()))).find((type) => type !== undefined) ??
    offered[0];
  if (contentType === undefined) return undefined;
  const media = references.object(content[contentType]);
  const schema = plainSchema(media['schema'], references);
  const example = exampleOf(media, schema, references);
  return {
    contentType: contentType.includes('*')
      ? 'application/json'
      : (contentType.toLowerCase().split(';')[0]?.trim() ?? contentType),
    required: written['required'] === true,
    schema,
    ...(example && { example }),
  };
}

function exampleOf(media: JsonObject, schema: JsonObject, references: References): JsonObject | undefined {
  const named = media['examples'];
  const ofNamed = isJsonObject(named) ? Object.values(named).map((example) => references.object(example)['value']) : [];
  const ofSchema = schema['examples'];
  const candidates: (Json | undefined)[] = [
    media['example'],
    ...ofNamed,
    schema['example'],
    ...(isJsonArray(ofSchema) ? ofSchema : []),
  ];
  return candidates.map(asObject).find((example) => example !== undefined);
}

/** Some documents hold the example as text. */
function asObject(example: Json | undefined): JsonObject | undefined {
  if (isJsonObject(example)) return example;
  if (typeof example !== 'string' || !example.trim().startsWith('{') || example.length > 20_000) return undefined;
  const parsed = readJson(example);
  return isJsonObject(parsed) ? parsed : undefined;
}
