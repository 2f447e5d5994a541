import { oneLine } from '../text.ts';
import type { SubmissionFiles } from './files.ts';
import type { Candidate, SecretKind } from './secrets/candidate.ts';
import { contextOf } from './secrets/path-context.ts';
import { scanTexts, type TextPart } from './secrets/scan-texts.ts';

/** A secret that stands in the repository. The value itself is nowhere in it. */
export type SecretFinding = {
  readonly rule: string;
  readonly kind: SecretKind;
  /** `certain`: an accusation; `likely`: a person should look. */
  readonly confidence: 'certain' | 'likely';
  readonly path: string;
  readonly line: number;
  /** The line with the value taken out. */
  readonly snippet: string;
  readonly valueLength: number;
  readonly where: 'work-tree' | 'history';
  readonly commit?: string;
};

/** How much of the files was read. */
export type WorkTreeReading = { readonly filesRead: number; readonly complete: boolean };

export interface ReadingLimits {
  readonly bytes: number;
  readonly ms: number;
}

interface WorkTreeSecrets {
  readonly reading: WorkTreeReading;
  readonly findings: readonly SecretFinding[];
  /** The values, so that the history does not report them again. */
  readonly values: ReadonlySet<string>;
}

const MOST_FINDINGS = 200;
/** Ordinary repositories have some megabytes of text and take a second or two. */
const defaultReadingLimits: ReadingLimits = { bytes: 64 * 2 ** 20, ms: 30_000 };
const LARGEST_FILE = 512 * 1024;

/** Secrets in the files as they are now. */
export async function findSecrets(
  files: SubmissionFiles,
  { limits = defaultReadingLimits, signal }: { limits?: ReadingLimits; signal?: AbortSignal | undefined } = {},
): Promise<WorkTreeSecrets> {
  const findings: SecretFinding[] = [];
  const values = new Set<string>();
  const reading = { filesRead: 0, complete: true };
  for await (const { part, candidates } of scanTexts(readAll(files, reading, limits, signal))) {
    for (const { value } of candidates) values.add(value);
    findings.push(...toFindings(candidates, part));
  }
  return { findings: worstFirst(findings), values, reading };
}

async function* readAll(
  files: SubmissionFiles,
  reading: { filesRead: number; complete: boolean },
  limits: ReadingLimits,
  signal: AbortSignal | undefined,
): AsyncGenerator<TextPart> {
  const end = performance.now() + limits.ms;
  let bytes = 0;
  for (const path of files.paths) {
    signal?.throwIfAborted();
    if (contextOf(path) === null) continue;
    if (bytes > limits.bytes || performance.now() > end) {
      reading.complete = false;
      return;
    }
    const text = await files.readText(path, LARGEST_FILE).catch(() => '');
    bytes += text.length;
    reading.filesRead++;
    yield { path, text };
  }
}

/** What may be recorded: no value stands in it, also not one that shares its line with another. */
export function toFindings(
  candidates: readonly Candidate[],
  part: TextPart,
  place: { commit?: string; firstLine?: number } = {},
): SecretFinding[] {
  const { commit, firstLine = 1 } = place;
  const values = candidates.map(({ value }) => value.split('\n')[0] ?? '').sort((one, other) => other.length - one.length);
  const where = commit === undefined ? { where: 'work-tree' as const } : { where: 'history' as const, commit };
  const lines = part.text.split('\n');
  return candidates.map(({ rule, kind, confidence, value, line }) => {
    const masked = values.reduce(
      (text, one) => (one.startsWith('-----BEGIN') ? text : text.replaceAll(one, '********')),
      lines[line - 1] ?? '',
    );
    const snippet = oneLine(maskLeftovers(masked));
    return { rule, kind, confidence, path: part.path, line: firstLine + line - 1, snippet, valueLength: value.length, ...where };
  });
}

/** Certain ones first, then as they stand in the files. */
export function worstFirst(findings: readonly SecretFinding[]): SecretFinding[] {
  const certain = findings.filter(({ confidence }) => confidence === 'certain');
  const likely = findings.filter(({ confidence }) => confidence === 'likely');
  return [...certain, ...likely].slice(0, MOST_FINDINGS);
}

/** What was written with escapes, or follows on the same line, does not show either. */
function maskLeftovers(line: string): string {
  return line.replace(/[A-Za-z0-9+/_=-]{24,}/g, '********').replace(/(:\/\/[^:/@\s]*:)[^@\s]+@/g, '$1********@');
}
