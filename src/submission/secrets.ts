import { cleanLine } from './clean-line.ts';
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

export interface WorkTreeSecrets {
  readonly findings: readonly SecretFinding[];
  /** The values, so that the history does not report them again. */
  readonly values: ReadonlySet<string>;
}

const MOST_FINDINGS = 200;
const LARGEST_FILE = 512 * 1024;

/** Secrets in the files as they are now. */
export async function findSecrets(files: SubmissionFiles, signal?: AbortSignal): Promise<WorkTreeSecrets> {
  const findings: SecretFinding[] = [];
  const values = new Set<string>();
  for await (const { part, candidates } of scanTexts(readAll(files, signal))) {
    for (const candidate of candidates) {
      values.add(candidate.value);
      findings.push(toFinding(candidate, part.path, lineOf(part.text, candidate.line)));
    }
  }
  return { findings: worstFirst(findings), values };
}

async function* readAll(files: SubmissionFiles, signal?: AbortSignal): AsyncGenerator<TextPart> {
  for (const path of files.paths) {
    signal?.throwIfAborted();
    if (contextOf(path) !== null) yield { path, text: await files.readText(path, LARGEST_FILE).catch(() => '') };
  }
}

/** What may be recorded of a candidate. */
export function toFinding(candidate: Candidate, path: string, line: string, commit?: string): SecretFinding {
  const { rule, kind, confidence, value } = candidate;
  const [firstLine = ''] = value.split('\n');
  const masked = firstLine.startsWith('-----BEGIN') ? firstLine : line.replaceAll(firstLine, '********');
  const place = commit === undefined ? { where: 'work-tree' as const } : { where: 'history' as const, commit };
  return {
    rule,
    kind,
    confidence,
    path,
    line: candidate.line,
    snippet: cleanLine(maskLeftovers(masked)),
    valueLength: value.length,
    ...place,
  };
}

/** Certain ones first, then as they stand in the files. */
export function worstFirst(findings: readonly SecretFinding[]): SecretFinding[] {
  const certain = findings.filter(({ confidence }) => confidence === 'certain');
  const likely = findings.filter(({ confidence }) => confidence === 'likely');
  return [...certain, ...likely].slice(0, MOST_FINDINGS);
}

/** One line of a text, counted from 1. */
export function lineOf(text: string, line: number): string {
  return text.split('\n', line).at(-1) ?? '';
}

/** A second secret on the same line, or one that was written with escapes, does not show either. */
function maskLeftovers(line: string): string {
  return line.replace(/[A-Za-z0-9+/_=-]{24,}/g, '********').replace(/(:\/\/[^:/@\s]*:)[^@\s]+@/g, '$1********@');
}
