import { oneLine } from '../../../text.ts';
import type { FieldHint, Rule } from './field-hint.ts';
import { pathOf, pathOfKeys } from './field-path.ts';
import type { Json } from '../../../json.ts';

/** A hint about a field whose name is certain, or none when the path is not one of a body. */
export function hintAt(producer: string, written: string | readonly Json[], rule: Rule, text: string): FieldHint[] {
  const path = typeof written === 'string' ? pathOf(written) : pathOfKeys(written);
  return path ? [{ path, ...rule, producer, certain: true, text: oneLine(text) }] : [];
}
