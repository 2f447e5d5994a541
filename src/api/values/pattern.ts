import { generateSync } from 'json-schema-faker';
import { RE2JS } from 're2js';

const MAX_PATTERN = 300;
const MAX_REPEAT = 1000;
const ATTEMPTS = 5;

/**
 * A pattern of a submission as a test that takes linear time, or undefined when it cannot be had: lookaheads, back references,
 * nonsense. Such a pattern is not checked.
 */
export function compilePattern(pattern: string): ((text: string) => boolean) | undefined {
  const source = withoutSlashes(pattern);
  if (source.length > MAX_PATTERN || repeatsTooOften(source)) return undefined;
  try {
    const compiled = RE2JS.compile(source);
    return (text) => compiled.matcher(text).find();
  } catch {
    return undefined;
  }
}

/** A text that the pattern accepts, the same for the same seed; undefined when none was found. */
export function textFor(pattern: string, seed: number, bounds: { minLength: number; maxLength: number }): string | undefined {
  const accepts = compilePattern(pattern);
  if (!accepts) return undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const text = generated(withoutSlashes(pattern), seed + attempt);
    if (text !== undefined && accepts(text) && text.length >= bounds.minLength && text.length <= bounds.maxLength) return text;
  }
  return undefined;
}

function generated(pattern: string, seed: number): string | undefined {
  try {
    const text = generateSync({ type: 'string', pattern }, { seed });
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Error messages quote patterns as JavaScript writes them: `/^[A-Z]{3}$/i`. */
function withoutSlashes(pattern: string): string {
  return /^\/([\s\S]*)\/[a-z]*$/.exec(pattern)?.[1] ?? pattern;
}

function repeatsTooOften(pattern: string): boolean {
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map((match) => Math.max(Number(match[1]), Number(match[2] ?? 0)));
  return counts.reduce((product, count) => product * Math.max(count, 1), 1) > MAX_REPEAT;
}
