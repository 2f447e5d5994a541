import { isJsonObject, textOf, type JsonObject } from '../../json.ts';
import { toError } from '../../errors.ts';
import { oneLine } from '../../text.ts';
import type { ProposedOperation } from '../operation.ts';
import { basePaths } from './base-paths.ts';
import { exampleChecker } from './example-check.ts';
import { readOperations } from './operations.ts';
import { parseDocument } from './parse-document.ts';
import { References } from './references.ts';
import { securitySchemes, type SecurityScheme } from './security.ts';
import { validateDocument } from './validate-document.ts';

export interface OpenApi {
  readonly operations: readonly ProposedOperation[];
  /** Prefixes from `servers` or `basePath`, without trailing slash; '' is the root. Empty when the document says nothing. */
  readonly basePaths: readonly string[];
  readonly security: readonly SecurityScheme[];
  /** What a person should know: not valid, external references left out, operations cut. */
  readonly notes: readonly string[];
}

export interface Origin {
  readonly kind: 'openapi-served' | 'openapi-file';
  /** Address on the submission or path in the repository. */
  readonly at: string;
}

/** Reads an OpenAPI document of any version from 2.0 on, as far as it can be read. Nothing outside the given bytes is ever opened. */
export async function readOpenApi(bytes: string, origin: Origin): Promise<OpenApi | { refused: string }> {
  const parsed = await parseDocument(bytes);
  if ('refused' in parsed) return { refused: `${origin.at} was not read: ${parsed.refused}.` };
  const document = withVersion(parsed.document);
  if (!document) return { refused: `${origin.at} was not read: it names no OpenAPI version.` };
  const problem = await validateDocument(document);
  const notes = problem === undefined ? [] : [problem];
  const upgraded = await upgrade(document);
  if (!isJsonObject(upgraded)) return { refused: `${origin.at} was not read: ${upgraded}.` };
  const references = new References(upgraded);
  const { operations, cut } = readOperations(upgraded, references, origin);
  const checked = await withValidExamples(operations);
  if (cut) notes.push(`only the first ${operations.length} operations are used`);
  notes.push(...checked.notes, ...notesOf(references));
  // A file's own path says nothing about where it is served.
  const at = origin.kind === 'openapi-served' ? origin.at : '/';
  return {
    operations: checked.operations,
    basePaths: basePaths(upgraded, at),
    security: securitySchemes(upgraded, references, at),
    notes,
  };
}

/** YAML reads `swagger: 2.0` as a number. */
function withVersion(document: JsonObject): JsonObject | undefined {
  const { swagger, openapi } = document;
  if (swagger === 2 || textOf(swagger).startsWith('2.')) return { ...document, swagger: '2.0' };
  if (typeof openapi !== 'string' && typeof openapi !== 'number') return undefined;
  const version = String(openapi);
  return { ...document, openapi: /^\d+(\.\d+)?$/.test(version) ? `${version}${version.includes('.') ? '' : '.0'}.0` : version };
}

async function upgrade(document: JsonObject): Promise<JsonObject | string> {
  const upgrader = await import('@scalar/openapi-upgrader');
  try {
    const upgraded: unknown = JSON.parse(JSON.stringify(upgrader.upgrade(structuredClone(document), '3.1')));
    return isJsonObject(upgraded) ? upgraded : 'it could not be brought to version 3.1';
  } catch (error) {
    return `it could not be brought to version 3.1 (${oneLine(toError(error).message)})`;
  }
}

/** An example that its own schema refuses is left out: it would be sent, refused, and teach nothing. */
async function withValidExamples(
  operations: readonly ProposedOperation[],
): Promise<{ operations: ProposedOperation[]; notes: string[] }> {
  const notes: string[] = [];
  const check = operations.some(({ body }) => body?.example) ? await exampleChecker() : () => undefined;
  const checked = operations.map((operation) => {
    if (!operation.body?.example) return operation;
    const problem = check(operation.body.schema, operation.body.example);
    if (problem === undefined) return operation;
    notes.push(`the example of ${operation.method} ${operation.path} does not fit its schema: ${oneLine(problem)}`);
    const { example: _, ...body } = operation.body;
    return { ...operation, body };
  });
  return { operations: checked, notes: notes.slice(0, 20) };
}

function notesOf({ outside, broken, schemasLeft }: References): string[] {
  const some = (references: Set<string>) => oneLine([...references].slice(0, 5).join(', '));
  return [
    ...(outside.size > 0 ? [`references out of the document are not followed: ${some(outside)}`] : []),
    ...(broken.size > 0 ? [`references that lead nowhere: ${some(broken)}`] : []),
    ...(schemasLeft < 0 ? ['its references multiply too often: some schemas are left out'] : []),
  ];
}
