import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { RoadworthyError } from '../errors.ts';

/** What a mistake weighs. */
export const SEVERITY_WEIGHT = { critical: 10, high: 7, medium: 3, low: 1 } as const;

export type Severity = keyof typeof SEVERITY_WEIGHT;

/** Where a mistake or milestone comes from: a roadmap's title and the section in it. */
export interface Source {
  readonly roadmap: string;
  readonly section: string;
}

/** A letter, the score from which it is given, and what it means. */
export interface Grade {
  readonly letter: string;
  readonly min: number;
  readonly meaning: string;
}

/** A check and its part of the mistake's weight. */
export interface RubricCheck {
  readonly id: string;
  readonly share: number;
}

export interface RubricMistake {
  readonly id: string;
  readonly title: string;
  readonly source: readonly Source[];
  readonly severity: Severity;
  /** The best letter that a submission which makes this mistake can have. */
  readonly capGrade?: string;
  /** Whether an author may have it waived, with a reason. */
  readonly exemptible: boolean;
  readonly checks: readonly RubricCheck[];
  /** Why no check decides it; there exactly when `checks` is empty. */
  readonly why?: string;
}

export interface RubricMilestone {
  readonly id: string;
  readonly title: string;
  readonly source: readonly Source[];
  readonly checks: readonly RubricCheck[];
  readonly why?: string;
}

/** A roadmap as data. */
export interface Rubric {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** SHA-256 of the text that it was read from. */
  readonly hash: string;
  /** Below this part of the applicable weight no letter is given. */
  readonly minCoverage: number;
  /** Best first. */
  readonly grades: readonly Grade[];
  readonly mistakes: readonly RubricMistake[];
  readonly milestones: readonly RubricMilestone[];
}

/** Reads a rubric strictly. Throws RoadworthyError `bad-rubric` whose detail holds every problem with its path. */
export function loadRubric(text: string, checkIds: readonly string[]): Rubric {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    throw badRubric(document.errors.map((error) => `line ${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`));
  }
  const parsed = rubricSchema(checkIds).safeParse(document.toJS({ maxAliasCount: 20 }));
  if (!parsed.success) throw badRubric(parsed.error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`));
  const { roadmaps, mistakes, milestones, ...rest } = parsed.data;
  const named = <T extends { source: Source | Source[] }>(one: T) => ({
    ...one,
    source: [one.source].flat().map(({ roadmap, section }) => ({ roadmap: roadmaps[roadmap]?.title ?? roadmap, section })),
  });
  return {
    ...rest,
    hash: createHash('sha256').update(text).digest('hex'),
    mistakes: mistakes.map(named),
    milestones: milestones.map(named),
  };
}

/** JSON Schema of rubric files, for editors. */
export function rubricJsonSchema(checkIds: readonly string[]): object {
  return z.toJSONSchema(rubricSchema(checkIds), { io: 'input' });
}

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower case words joined by hyphens');
const sentence = z.string().min(10, 'a sentence is needed');
const source = z.strictObject({ roadmap: slug.describe('key of a roadmap named above'), section: z.string().min(1) });

function rubricSchema(checkIds: readonly string[]) {
  const checks = z.array(z.strictObject({ id: z.enum(checkIds), share: z.number().positive().default(1) }));
  const common = {
    id: slug,
    title: z.string().min(1),
    source: z.union([source, z.array(source).min(1)]),
    checks: checks.describe('empty when no check decides it yet'),
    why: z.exactOptional(sentence).describe('why no check decides it yet, and what it would take'),
  };
  return z
    .strictObject({
      id: slug,
      version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers, such as 1.0.0'),
      title: z.string().min(1),
      roadmaps: z.record(slug, z.strictObject({ title: z.string().min(1) })),
      minCoverage: z.number().min(0).max(1),
      grades: z
        .array(z.strictObject({ letter: z.string().min(1).max(3), min: z.number().min(0).max(100), meaning: sentence }))
        .min(2),
      mistakes: z
        .array(
          z.strictObject({
            ...common,
            severity: z.enum(['critical', 'high', 'medium', 'low']),
            capGrade: z.exactOptional(z.string()),
            exemptible: z.boolean().default(true),
          }),
        )
        .min(1),
      milestones: z.array(z.strictObject(common)).default([]),
    })
    .check(({ value, issues }) => {
      for (const { path, message } of problemsOf(value)) issues.push({ code: 'custom', input: value, path, message });
    });
}

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

interface Parsed {
  readonly roadmaps: Readonly<Record<string, unknown>>;
  readonly grades: readonly Grade[];
  readonly mistakes: readonly ParsedEntry[];
  readonly milestones: readonly ParsedEntry[];
}

interface ParsedEntry {
  readonly id: string;
  readonly source: Source | readonly Source[];
  readonly checks: readonly RubricCheck[];
  readonly capGrade?: string;
  readonly why?: string;
}

/** What no schema of single fields can say. */
function problemsOf({ roadmaps, grades, mistakes, milestones }: Parsed): Problem[] {
  const letters = grades.map((grade) => grade.letter);
  const entries = [
    ...mistakes.map((entry, index) => ({ entry, at: ['mistakes', index] as (string | number)[] })),
    ...milestones.map((entry, index) => ({ entry, at: ['milestones', index] as (string | number)[] })),
  ];
  const problems: Problem[] = [];
  const say = (path: (string | number)[], message: string) => problems.push({ path, message });

  grades.forEach(({ letter, min }, index) => {
    const before = grades[index - 1];
    if (before && min >= before.min) say(['grades', index, 'min'], `must be below ${before.min}, the band before it`);
    if (index === grades.length - 1 && min !== 0) say(['grades', index, 'min'], 'the lowest band starts at 0');
    if (letters.indexOf(letter) < index) say(['grades', index, 'letter'], `"${letter}" is there twice`);
  });

  const ids = new Set<string>();
  for (const { entry, at } of entries) {
    if (ids.has(entry.id)) say([...at, 'id'], `"${entry.id}" is there twice`);
    ids.add(entry.id);
    if (entry.checks.length === 0 && entry.why === undefined) say([...at, 'why'], 'without checks, a sentence must say why');
    if (entry.checks.length > 0 && entry.why !== undefined) say([...at, 'why'], 'only an entry without checks has a why');
    if (entry.capGrade !== undefined && !letters.includes(entry.capGrade)) {
      say([...at, 'capGrade'], `"${entry.capGrade}" is not one of the letters ${letters.join(', ')}`);
    }
    [entry.source].flat().forEach(({ roadmap }, index) => {
      const place = Array.isArray(entry.source) ? [...at, 'source', index, 'roadmap'] : [...at, 'source', 'roadmap'];
      if (!Object.hasOwn(roadmaps, roadmap))
        say(place, `"${roadmap}" is not one of the roadmaps ${Object.keys(roadmaps).join(', ')}`);
    });
  }

  // a milestone may look at what a mistake is decided by: it is not scored
  for (const list of ['mistakes', 'milestones'] as const) {
    const owners = new Map<string, string>();
    for (const [index, { id, checks }] of { mistakes, milestones }[list].entries()) {
      for (const [place, check] of checks.entries()) {
        const owner = owners.get(check.id);
        const repeated = owner === id || (owner !== undefined && list === 'mistakes');
        if (repeated) say([list, index, 'checks', place, 'id'], `"${check.id}" already decides "${owner}"`);
        else owners.set(check.id, id);
      }
    }
  }
  return problems;
}

/** `mistakes[0].checks[1].id` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || 'rubric';
}

function badRubric(problems: readonly string[]): RoadworthyError {
  const more = problems.length > 1 ? ` (${problems.length} problems)` : '';
  return new RoadworthyError('bad-rubric', `The rubric cannot be used: ${problems[0] ?? 'it is empty'}${more}`, {
    detail: problems,
  });
}
