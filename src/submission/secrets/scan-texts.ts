import type { Candidate } from './candidate.ts';
import { findKnownFormats } from './known-formats.ts';
import { contextOf, type PathContext } from './path-context.ts';
import { findScriptSecrets } from './script-secrets.ts';
import { findTextSecrets } from './text-secrets.ts';

/** A file, or what a commit added to one. */
export interface TextPart {
  readonly path: string;
  readonly text: string;
}

interface Scanned<T extends TextPart> {
  readonly part: T;
  /** One per value, in the order of their lines. */
  readonly candidates: readonly Candidate[];
}

const SCRIPT = /\.[cm]?[jt]sx?$/i;
const MAY_HOLD_SECRET = /secret|passw|pwd|passphrase|token|key|jwt|session|hmac|pass\b|credential|cookieparser/i;
/** Nobody writes lines this long by hand, and patterns take long on them. */
const LONGEST_LINE = 2000;
const OVERLONG = new RegExp(`^.{${LONGEST_LINE},}$`, 'gm');
/** secretlint costs by the call rather than by the byte, so that many small texts go in together. */
const BATCH_CHARACTERS = 256 * 1024;

/** Scans texts as they come and tells of those in which something was found. */
export async function* scanTexts<T extends TextPart>(parts: AsyncIterable<T>): AsyncGenerator<Scanned<T>> {
  let batch: { part: T; text: string; context: PathContext }[] = [];
  let size = 0;
  for await (const part of parts) {
    const context = contextOf(part.path);
    if (context === null || part.text.includes('\0')) continue;
    const text = part.text.length > LONGEST_LINE ? part.text.replace(OVERLONG, '') : part.text;
    batch.push({ part, text, context });
    size += text.length;
    if (size < BATCH_CHARACTERS) continue;
    yield* scanBatch(batch);
    batch = [];
    size = 0;
  }
  yield* scanBatch(batch);
}

async function* scanBatch<T extends TextPart>(
  batch: readonly { part: T; text: string; context: PathContext }[],
): AsyncGenerator<Scanned<T>> {
  if (batch.length === 0) return;
  const known = await findKnownFormats(batch.map(({ part, text, context }) => ({ path: part.path, text, context })));
  for (const [index, { part, text, context }] of batch.entries()) {
    const candidates = onePerValue([...(known[index] ?? []), ...(await namedSecrets(part.path, text, context))]);
    if (candidates.length > 0) yield { part, candidates };
  }
}

async function namedSecrets(path: string, text: string, context: PathContext): Promise<Candidate[]> {
  if (context === 'sample' || !MAY_HOLD_SECRET.test(text)) return [];
  return SCRIPT.test(path) ? findScriptSecrets(path, text, context) : findTextSecrets(path, text, context);
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
