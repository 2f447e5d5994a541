import type { Candidate } from './candidate.ts';
import { findKnownFormats } from './known-formats.ts';
import { contextOf, type PathContext } from './path-context.ts';
import { findScriptSecrets } from './script-secrets.ts';
import { findTextSecrets } from './text-secrets.ts';

const SCRIPT = /\.[cm]?[jt]sx?$/i;
const MAY_HOLD_SECRET = /secret|passw|pwd|passphrase|token|key|jwt|session|hmac|pass\b|credential/i;
/** Nobody writes lines this long by hand, and patterns take long on them. */
const LONGEST_LINE = 4000;

/** The candidates in one text, best first for each value. */
export async function scanText(path: string, text: string, context: PathContext = contextOf(path)): Promise<Candidate[]> {
  if (context === null || text.includes('\0')) return [];
  const readable = text.length > LONGEST_LINE ? text.replace(new RegExp(`^.{${LONGEST_LINE},}$`, 'gm'), '') : text;
  const known = await findKnownFormats(path, readable, context);
  if (!MAY_HOLD_SECRET.test(readable)) return onePerValue(known);
  const named = SCRIPT.test(path) ? await findScriptSecrets(path, readable, context) : findTextSecrets(path, readable, context);
  return onePerValue([...known, ...named]);
}

/** Certain before likely; then a fallback, because it says most; then the first line. */
function onePerValue(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  const rank = (candidate: Candidate) =>
    (candidate.confidence === 'certain' ? 0 : 2) + (candidate.kind === 'fallback-default' ? 0 : 1);
  for (const candidate of candidates) {
    const known = best.get(candidate.value);
    if (!known || rank(candidate) < rank(known)) best.set(candidate.value, candidate);
  }
  return [...best.values()].sort((one, other) => one.line - other.line);
}
