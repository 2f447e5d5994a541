import { isJsonArray, isJsonObject, textOf, type Json, type JsonObject } from '../../json.ts';
import { toError } from '../../errors.ts';
import { oneLine } from '../../text.ts';
import { compilePattern } from '../values/pattern.ts';

/** Compiling a schema takes milliseconds. */
const MAX_CHECKS = 300;

/** Says what is wrong with an example by its own schema, or undefined; patterns that cannot be checked in linear time are left out. */
export async function exampleChecker(): Promise<(schema: JsonObject, example: Json) => string | undefined> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const addFormats = await import('ajv-formats');
  const regExp = Object.assign(
    (pattern: string) => ({ test: compilePattern(pattern) ?? (() => true), toString: () => pattern }),
    {
      code: 'linear',
    },
  );
  const ajv = new Ajv2020({ strict: false, logger: false, code: { regExp } });
  addFormats.default.default(ajv, { mode: 'fast' });
  let checked = 0;
  return (schema, example) => {
    if (++checked > MAX_CHECKS) return undefined;
    const side = requestSide(schema);
    try {
      const validate = ajv.compile(side);
      return validate(example) ? undefined : ajv.errorsText(validate.errors);
    } catch (error) {
      return `cannot be checked: ${oneLine(toError(error).message)}`;
    } finally {
      ajv.removeSchema(side);
    }
  };
}

/** What is read only need not be sent, required or not. */
function requestSide(schema: JsonObject): JsonObject {
  const { required, properties } = schema;
  if (!isJsonObject(properties) || !isJsonArray(required)) return schema;
  const isReadOnly = (name: Json) => {
    const property = properties[textOf(name)];
    return isJsonObject(property) && property['readOnly'] === true;
  };
  return { ...schema, required: required.filter((name) => !isReadOnly(name)) };
}
