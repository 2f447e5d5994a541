import { isJsonObject, isScalar, type Json, type JsonObject } from '../../json.ts';
import { parseBody } from '../parse-body.ts';
import { Draft } from './draft.ts';
import { isFieldName } from './envelope/field-path.ts';
import { isPrivilege, isServerMade } from './touchy-fields.ts';

const ENVELOPE = /^(?:success|ok|status|message|error|code|token|access_?token|refresh_?token|statuscode|count|total)$/i;
const MAX_FIELDS = 12;

/** The fields that a created record shows beside what the server makes itself: those that a request could have set. */
export function echoedFields(body: string): Draft[] {
  const record = recordIn(parseBody(body), 0);
  return Object.entries(record)
    .filter(
      ([name, value]) =>
        isFieldName(name) &&
        !ENVELOPE.test(name) &&
        !isServerMade(name) &&
        !isPrivilege(name) &&
        (value === null || isScalar(value)) &&
        !/(?:Id|_id)$/.test(name),
    )
    .slice(0, MAX_FIELDS)
    .map(
      ([name, value]) =>
        new Draft([name], {
          required: false,
          source: 'echo',
          schema: typeof value === 'string' || value === null ? {} : { type: typeof value },
        }),
    );
}

/** The record itself, which may stand in an envelope such as `data`. */
function recordIn(json: Json | undefined, depth: number): JsonObject {
  if (!isJsonObject(json)) return {};
  const inner = Object.entries(json).filter(([name]) => !ENVELOPE.test(name));
  const [only] = inner;
  return only && inner.length === 1 && isJsonObject(only[1]) && depth < 3 ? recordIn(only[1], depth + 1) : json;
}
