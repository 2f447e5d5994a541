import { readJson, type Json } from '../json.ts';

const MAX_DEPTH = 64;

/**
 * The JSON of an answer, or undefined when it is none or nests deeper than 64 levels. Integers that a double cannot hold
 * stay text, so that ids keep their last digits.
 */
export function parseBody(text: string): Json | undefined {
  if (text.trim() === '' || depthOf(text) > MAX_DEPTH) return undefined;
  return readJson(text, (_key, value, context) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? (context?.source ?? String(value))
      : value,
  );
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (depth += 1));
    else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}
