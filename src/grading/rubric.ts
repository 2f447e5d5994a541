import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { RoadworthyError, toError } from '../errors.ts';
import { isJsonObject } from '../json.ts';

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
  /** SHA-256 of the text that it was read from, with that of the rubric it selects from. */
  readonly hash: string;
  /** Below this part of the applicable weight no letter is given. */
  readonly minCoverage: number;
  /** Best first. */
  readonly grades: readonly Grade[];
  readonly mistakes: readonly RubricMistake[];
  readonly milestones: readonly RubricMilestone[];
}

/** Where the text of a rubric came from, and the texts of the rubrics that it may select from, by id. */
export interface RubricOrigin {
  /** As errors name it: an id or a file. */
  readonly name?: string;
  readonly others?: Readonly<Record<string, string>>;
}

/**
 * Reads a rubric strictly: a whole one, or one that selects `from` another. Throws RoadworthyError `bad-rubric` whose message
 * has the first problem with its path in the file, and whose detail has all of them when there are several.
 */
export function loadRubric(text: string, checkIds: readonly string[], origin: RubricOrigin = {}): Rubric {
  const whole = rubricSchema(checkIds);
  const name = origin.name ?? '';
  const content = contentOf(text, name);
  if (!isSelection(content)) return named(parsed(whole, content, name), hashOf(text));

  const selection = parsed(selectionSchema, content, name);
  const { from } = selection;
  const others = origin.others ?? {};
  const base = Object.hasOwn(others, from) ? others[from] : undefined;
  const baseContent = base === undefined ? undefined : contentOf(base, from);
  if (base === undefined || isSelection(baseContent)) {
    const wholes = Object.keys(others).filter((id) => !isSelection(contentOf(others[id] ?? '', id)));
    throw badRubric(name, [`from: "${from}" is not one of the whole rubrics ${wholes.join(', ')}`]);
  }
  const { rubric, problems } = select(selection, parsed(whole, baseContent, from));
  if (problems.length > 0) throw badRubric(name, problems);
  return named(rubric, hashOf(`${text}\n${base}`));
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const isSelection = (content: unknown) => isJsonObject(content) && Object.hasOwn(content, 'from');

function contentOf(text: string, name: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    throw badRubric(
      name,
      document.errors.map((error) => `line ${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`),
    );
  }
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    throw badRubric(name, [toError(error).message]);
  }
}

function parsed<T>(schema: z.ZodType<T>, content: unknown, name: string): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw badRubric(
    name,
    result.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message.replace(/^.*received undefined$/, 'is missing')}`),
  );
}

/** With the titles of roadmaps in the place of their keys. */
function named({ roadmaps, mistakes, milestones, ...rest }: Whole, hash: string): Rubric {
  const titled = <T extends { source: Source | Source[] }>(one: T) => ({
    ...one,
    source: [one.source].flat().map(({ roadmap, section }) => ({ roadmap: roadmaps[roadmap]?.title ?? roadmap, section })),
  });
  return { ...rest, hash, mistakes: mistakes.map(titled), milestones: milestones.map(titled) };
}

/** What a selection leaves of the rubric that it selects from; of sources, those in its roadmap. */
function select(selection: Selection, base: Whole): { rubric: Whole; problems: string[] } {
  const { from, roadmap, only, ...own } = selection;
  const problems: string[] = [];
  if (roadmap !== undefined && !Object.hasOwn(base.roadmaps, roadmap))
    problems.push(`roadmap: "${roadmap}" is not one of the roadmaps ${Object.keys(base.roadmaps).join(', ')}`);
  const ids = new Set([...base.mistakes, ...base.milestones].map((one) => one.id));
  only?.forEach((id, index) => {
    if (!ids.has(id)) problems.push(`only[${index}]: "${id}" is neither a mistake nor a milestone of ${from}`);
  });
  const chosen = <T extends { id: string; source: Source | Source[] }>(list: readonly T[]): T[] =>
    list
      .map((one) => ({ ...one, source: [one.source].flat().filter((source) => [undefined, source.roadmap].includes(roadmap)) }))
      .filter((one) => one.source.length > 0 && (only?.includes(one.id) ?? true));
  const rubric = { ...base, ...own, mistakes: chosen(base.mistakes), milestones: chosen(base.milestones) };
  if (problems.length === 0 && rubric.mistakes.length === 0)
    problems.push(`${only ? 'only' : 'roadmap'}: no mistake of ${from} is selected`);
  const letters = rubric.grades.map((grade) => grade.letter);
  problems.push(...bandProblems(rubric.grades).map(({ path, message }) => `${pathOf(path)}: ${message}`));
  for (const { id, capGrade } of rubric.mistakes) {
    if (capGrade !== undefined && !letters.includes(capGrade))
      problems.push(`grades: the letter ${capGrade} is missing, to which "${id}" holds`);
  }
  return { rubric, problems };
}

/** JSON Schema of rubric files, for editors. */
export function rubricJsonSchema(checkIds: readonly string[]): object {
  return z.toJSONSchema(z.union([rubricSchema(checkIds), selectionSchema]), { io: 'input' });
}

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower case words joined by hyphens');
const sentence = z.string().min(10, 'a sentence is needed');
const semver = z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers, such as 1.0.0');
const minCoverage = z.number().min(0).max(1);
const grades = z
  .array(z.strictObject({ letter: z.string().min(1).max(3), min: z.number().min(0).max(100), meaning: sentence }))
  .min(2);
const source = z.strictObject({ roadmap: slug.describe('key of a roadmap named above'), section: z.string().min(1) });

const selectionSchema = z
  .strictObject({
    id: slug,
    version: z.exactOptional(semver).describe('that of the rubric it selects from, unless told'),
    title: z.string().min(1),
    from: slug.describe('id of the rubric whose mistakes and milestones are selected'),
    roadmap: z.exactOptional(slug).describe('selects what this roadmap names, by its key in that rubric'),
    only: z.exactOptional(z.array(slug).min(1)).describe('selects these mistakes and milestones, by their ids'),
    minCoverage: z.exactOptional(minCoverage),
    grades: z.exactOptional(grades),
  })
  .refine(({ roadmap, only }) => roadmap !== undefined || only !== undefined, 'says neither roadmap nor only: what to select');

type Selection = z.output<typeof selectionSchema>;
type Whole = z.output<ReturnType<typeof rubricSchema>>;

function rubricSchema(checkIds: readonly string[]) {
  const known = z.enum(checkIds, {
    error: ({ input }) => `"${String(input)}" is not a check; \`roadworthy checks\` lists them`,
  });
  const checks = z.array(z.strictObject({ id: known, share: z.number().positive().default(1) }));
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
      version: semver,
      title: z.string().min(1),
      roadmaps: z.record(slug, z.strictObject({ title: z.string().min(1) })),
      minCoverage,
      grades,
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
  const problems = bandProblems(grades);
  const say = (path: (string | number)[], message: string) => problems.push({ path, message });

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

function bandProblems(grades: readonly Grade[]): Problem[] {
  const letters = grades.map((grade) => grade.letter);
  return grades.flatMap(({ letter, min }, index): Problem[] => {
    const before = grades[index - 1];
    const at = (key: string, message: string): Problem => ({ path: ['grades', index, key], message });
    return [
      ...(before && min >= before.min ? [at('min', `must be below ${before.min}, the band before it`)] : []),
      ...(index === grades.length - 1 && min !== 0 ? [at('min', 'the lowest band starts at 0')] : []),
      ...(letters.indexOf(letter) < index ? [at('letter', `"${letter}" is there twice`)] : []),
    ];
  });
}

/** `mistakes[0].checks[1].id` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || 'rubric';
}

function badRubric(name: string, problems: readonly string[]): RoadworthyError {
  const more = problems.length > 1 ? ` (${problems.length} problems)` : '';
  const which = name === '' ? 'The rubric' : `The rubric ${name}`;
  return new RoadworthyError('bad-rubric', `${which} cannot be used: ${problems[0] ?? 'it is empty'}${more}`, {
    detail: problems.length > 1 ? problems : [],
  });
}
