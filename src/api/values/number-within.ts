import type { JsonObject } from '../../json.ts';

/** The number nearest to the wish that the schema's bounds and `multipleOf` allow, as far as there is one. */
export function numberWithin(wish: number, schema: JsonObject, isInteger: boolean): number {
  const unit = isInteger ? 1 : 0.5;
  const lower = Math.max(bound(schema['minimum'], -Infinity), bound(schema['exclusiveMinimum'], -Infinity) + unit);
  const upper = Math.min(bound(schema['maximum'], Infinity), bound(schema['exclusiveMaximum'], Infinity) - unit);
  const clamped = Math.max(Math.min(wish, upper), lower);
  const step = bound(schema['multipleOf'], 0);
  if (step > 0) {
    const above = Math.ceil(clamped / step) * step;
    return above <= upper ? above : Math.floor(clamped / step) * step;
  }
  if (!isInteger) return clamped;
  return Math.ceil(clamped) <= upper ? Math.ceil(clamped) : Math.floor(clamped);
}

function bound(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
