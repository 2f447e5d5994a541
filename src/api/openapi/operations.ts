import { isJsonArray, isJsonObject, isScalar, textOf, type Json, type JsonObject } from '../../json.ts';
import { oneLine } from '../../text.ts';
import { METHODS, type OperationSource, type Parameter, type ProposedOperation } from '../operation.ts';
import { normalisePath } from '../path-template.ts';
import { plainSchema } from './plain-schema.ts';
import type { References } from './references.ts';
import { requestBody } from './request-body.ts';
import { isSecured } from './security.ts';

const MAX_OPERATIONS = 2000;
/** Longer than any address that a server takes. */
const MAX_PATH = 2000;

/** Every operation of an OpenAPI 3.1 document, at most 2000. */
export function readOperations(
  document: JsonObject,
  references: References,
  source: OperationSource,
): { operations: ProposedOperation[]; cut: boolean } {
  const operations: ProposedOperation[] = [];
  const paths = document['paths'];
  if (!isJsonObject(paths)) return { operations, cut: false };
  for (const [written, pathItem] of Object.entries(paths)) {
    if (written.length > MAX_PATH) continue;
    const item = references.object(pathItem);
    for (const method of METHODS) {
      const operation = item[method.toLowerCase()];
      if (!isJsonObject(operation)) continue;
      if (operations.length === MAX_OPERATIONS) return { operations, cut: true };
      operations.push({ method, ...readOperation(operation, written, item, document, references), source });
    }
  }
  return { operations, cut: false };
}

function readOperation(
  operation: JsonObject,
  written: string,
  item: JsonObject,
  document: JsonObject,
  references: References,
): Omit<ProposedOperation, 'method' | 'source'> {
  const { path, parameters } = normalisePath(written);
  const declared = withOverrides(list(item['parameters']), list(operation['parameters']), references);
  // Documents often forget to declare what stands in the path.
  const undeclared = parameters
    .filter(({ name }) => !declared.some((parameter) => parameter.in === 'path' && parameter.name === name))
    .map(({ name, schema }) => ({ name, in: 'path' as const, required: true, schema }));
  const body = requestBody(references.object(operation['requestBody']), references);
  const secured = isSecured(operation, document);
  const summary = oneLine(textOf(operation['summary'] ?? operation['description']));
  const responses = operation['responses'];
  return {
    path,
    ...(summary && { summary }),
    parameters: [...declared, ...undeclared],
    ...(body && { body }),
    ...(secured !== undefined && { secured }),
    statuses: isJsonObject(responses) ? Object.keys(responses).slice(0, 50) : [],
  };
}

/** The parameters of the path, each replaced by the operation's own one of the same name and place. */
function withOverrides(ofPath: readonly Json[], ofOperation: readonly Json[], references: References): Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const written of [...ofPath, ...ofOperation].slice(0, 200)) {
    const parameter = readParameter(references.object(written), references);
    if (parameter) parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...parameters.values()];
}

function readParameter(written: JsonObject, references: References): Parameter | undefined {
  const { name, in: place } = written;
  if (typeof name !== 'string' || (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie'))
    return undefined;
  const schema = plainSchema(written['schema'], references);
  const example = written['example'] ?? firstExample(written['examples'], references) ?? schema['example'];
  return {
    name,
    in: place,
    required: place === 'path' || written['required'] === true,
    schema,
    ...(isScalar(example) && { example: String(example) }),
  };
}

function firstExample(examples: Json | undefined, references: References): Json | undefined {
  return isJsonObject(examples) ? references.object(Object.values(examples)[0])['value'] : undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}
