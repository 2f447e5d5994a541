import type { Exchange } from '../api/exchange.ts';
import type { Fault } from '../errors.ts';
import type { CheckMetadata } from './check.ts';
import { giveLetter, type Cap, type GivenLetter } from './letter.ts';
import { SEVERITY_WEIGHT, type Grade, type Rubric, type RubricMilestone, type Severity, type Source } from './rubric.ts';
import { floorPercent, isDetermined, pointsOf, score } from './score.ts';
import { showEvidence, type ShownEvidence } from './shown-evidence.ts';
import { showExchange, type ShownExchange } from './shown-exchange.ts';
import type { VerdictName } from './verdict.ts';
import { outcomeOf, verdictOf, weigh, type JudgedCheck, type MistakeOutcome, type Weighed, type WeighedCheck } from './weigh.ts';

export type { ShownEvidence, ShownExchange, JudgedCheck, MistakeOutcome };

/** The result of a grading: everything that is rendered comes from this alone. Its schema is in scorecard-schema.ts. */
export interface Scorecard {
  readonly schemaVersion: 1;
  readonly run: ScoredRun;
  readonly headline: Headline;
  readonly mistakes: Readonly<Record<string, MistakeRow>>;
  readonly milestones: Readonly<Record<string, MilestoneRow>>;
  readonly checks: Readonly<Record<string, CheckRow>>;
  readonly facts: Facts;
  /** Those that evidence refers to. */
  readonly exchanges: Readonly<Record<string, ShownExchange>>;
}

export interface Headline extends GivenLetter {
  readonly avoided: number;
  readonly made: number;
  readonly undetermined: number;
  readonly notApplicable: number;
  /** No check decides them: outside the fraction. */
  readonly undecided: number;
  /** floor(100 × earned / possible), null when nothing was determined. */
  readonly score: number | null;
  /** The score if all that is unknown were wrong, and if it were right. */
  readonly low: number | null;
  readonly high: number | null;
  readonly earned: number;
  /** Weight of what was determined. */
  readonly possible: number;
  /** Weight of what could have been determined. */
  readonly applicable: number;
  /** Between 0 and 1. */
  readonly coverage: number;
}

export interface MistakeRow {
  readonly outcome: MistakeOutcome;
  readonly title: string;
  readonly source: readonly Source[];
  readonly severity: Severity;
  readonly weight: number;
  readonly earned: number;
  /** The part of the weight that was determined. */
  readonly possible: number;
  readonly checks: readonly string[];
  readonly capGrade?: string;
  /** Why it is undecided, undetermined or not applicable. */
  readonly why?: string;
  /** What score and letter would be without this mistake; there when it was made. */
  readonly mended?: { readonly score: number | null; readonly letter: string | null };
}

export type MilestoneOutcome = 'reached' | 'missed' | 'undetermined' | 'not-applicable' | 'undecided';

export interface MilestoneRow {
  readonly outcome: MilestoneOutcome;
  readonly title: string;
  readonly source: readonly Source[];
  readonly checks: readonly string[];
  readonly why?: string;
}

export interface CheckRow extends Omit<CheckMetadata, 'id'> {
  readonly area: string;
  readonly verdict: VerdictName;
  /** The part that is right, of a partial. */
  readonly share?: number;
  readonly found?: string;
  readonly reason?: string;
  readonly fault?: Fault;
  /** The root cause of a blocked check; equal for all that it blocks. */
  readonly by?: string;
  /** Points of its mistake's weight; 0 when it is not scored. */
  readonly weight: number;
  readonly earned: number;
  readonly evidence: readonly ShownEvidence[];
}

/** Facts of the run by name; readers ignore names that they do not know. */
export interface Facts {
  /** Whose doing it is that nothing started; null or absent when it did. */
  readonly startedFault?: Fault | null;
  readonly boot?: {
    readonly started?: boolean;
    readonly reason?: string | null;
    readonly failedStep?: string;
    readonly lastLines?: readonly string[];
  };
  readonly api?: {
    readonly known?: number;
    readonly confirmed?: number;
    readonly reached?: number;
    readonly never?: readonly { readonly operation: string; readonly why: string }[];
  };
  readonly operations?: readonly UnderstoodOperation[];
  /** How the login was proved, in a sentence. */
  readonly login?: string;
  readonly [name: string]: unknown;
}

/** `known` from a source, `confirmed` by a request that showed it to be there, or `reached`: it answered somebody with 2xx. */
export interface UnderstoodOperation {
  /** `GET /tasks/{id}` */
  readonly operation: string;
  readonly state: 'known' | 'confirmed' | 'reached';
  /** `at` is a file and line for routes of the running process, or where the document is. */
  readonly sources: readonly { readonly kind: string; readonly at?: string }[];
  /** Whether a document says that it needs a credential. */
  readonly secured?: boolean;
  /** Why it was not reached. */
  readonly why?: string;
}

/** Who graded what, when, with which help and limits. */
export interface Provenance {
  readonly tool: 'roadworthy';
  readonly version: string;
  readonly schemaVersion: 1;
  readonly id: string;
  readonly attempt: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** As given on the command line; `only` names the checks or areas that a partial run was limited to. */
  readonly options: { readonly only?: string | readonly string[] | null; readonly [name: string]: unknown };
  readonly submission: {
    readonly name: string;
    /** An https address, or the name of a local folder. */
    readonly source: string;
    readonly commit: string;
    /** Folder of the repository that was graded, '' for its top. */
    readonly subdir?: string;
    readonly [name: string]: unknown;
  };
  readonly engine: { readonly version?: string; readonly [name: string]: unknown } | null;
  readonly images: readonly {
    readonly reference: string;
    readonly digest: string | null;
    readonly labels: Readonly<Record<string, string>>;
  }[];
  readonly plan: {
    readonly kind: string;
    readonly from: string;
    readonly help: readonly { readonly what: string; readonly documented: boolean; readonly [name: string]: unknown }[];
    readonly treatments: readonly {
      readonly treatment: string;
      readonly key: string;
      readonly message: string;
      readonly service?: string;
      readonly [name: string]: unknown;
    }[];
    readonly [name: string]: unknown;
  } | null;
  readonly limits: Readonly<Record<string, number>>;
  readonly seed: string | number;
  readonly phases: readonly { readonly name: string; readonly ms: number; readonly startMs?: number }[];
  readonly warnings: readonly string[];
  /** Container runtime: `runc`, `runsc`. */
  readonly isolation: string | null;
  readonly egress: {
    readonly closed: boolean;
    readonly inside: readonly EgressTry[];
    readonly control: readonly EgressTry[];
    readonly [name: string]: unknown;
  } | null;
  readonly [name: string]: unknown;
}

export interface EgressTry {
  readonly target: string;
  readonly outcome: string;
  readonly open: boolean;
}

export interface ScoredRun extends Provenance {
  readonly rubric: {
    readonly id: string;
    readonly version: string;
    readonly hash: string;
    readonly title: string;
    readonly minCoverage: number;
    readonly grades: readonly Grade[];
  };
}

/** Everything that is known about one submission becomes its scorecard. Pure: equal inputs give equal scorecards. */
export function buildScorecard(input: {
  readonly run: Provenance;
  readonly rubric: Rubric;
  readonly checks: readonly JudgedCheck[];
  readonly facts: Facts;
  readonly exchanges: readonly Exchange[];
}): Scorecard {
  const { run, rubric, checks, facts } = input;
  const judged = new Map(checks.map((one) => [one.metadata.id, one]));
  const only = [run.options.only ?? []].flat();
  const weighed = rubric.mistakes.map((mistake) => weigh(mistake, judged, only));
  const card: Verdicts = { rubric, weighed, only, startedFault: facts.startedFault ?? null };
  const weights = new Map(weighed.flatMap((one) => one.checks.map((check) => [check.id, check])));
  const exchanges: Record<string, Exchange> = Object.fromEntries(input.exchanges.map((one) => [one.id, one]));
  const { id, version, hash, title, minCoverage, grades } = rubric;
  return {
    schemaVersion: 1,
    run: { ...run, rubric: { id, version, hash, title, minCoverage, grades } },
    headline: headlineOf(card),
    mistakes: Object.fromEntries(weighed.map((one) => [one.mistake.id, mistakeRow(one, card)])),
    milestones: Object.fromEntries(rubric.milestones.map((milestone) => [milestone.id, milestoneRow(milestone, judged, only)])),
    checks: Object.fromEntries(checks.map((one) => [one.metadata.id, checkRow(one, weights.get(one.metadata.id), exchanges)])),
    facts,
    exchanges: shownExchanges(checks, exchanges),
  };
}

interface Verdicts {
  readonly rubric: Rubric;
  readonly weighed: readonly Weighed[];
  readonly only: readonly string[];
  readonly startedFault: Fault | null;
}

function headlineOf(card: Verdicts): Headline {
  const count = (outcome: MistakeOutcome) => card.weighed.filter((one) => one.outcome === outcome).length;
  const { earned, possible, applicable, coverage } = score(card.weighed.flatMap((one) => one.checks));
  return {
    avoided: count('avoided'),
    made: count('made'),
    undetermined: count('undetermined'),
    notApplicable: count('not-applicable'),
    undecided: count('undecided'),
    score: floorPercent(earned, possible),
    low: floorPercent(earned, applicable),
    high: floorPercent(earned + applicable - possible, applicable),
    earned,
    possible,
    applicable,
    coverage,
    ...letterOf(card),
  };
}

/** The letter of a card; `mended` counts one mistake as avoided. */
function letterOf({ rubric, weighed, only, startedFault }: Verdicts, mended?: Weighed) {
  const counted = weighed.map((one) =>
    one === mended ? { ...one, outcome: 'avoided' as const, checks: one.checks.map(asPassed) } : one,
  );
  const caps = counted.flatMap((one): Cap[] =>
    one.outcome === 'made' && one.mistake.capGrade ? [{ by: one.mistake.id, letter: one.mistake.capGrade }] : [],
  );
  const letters = rubric.grades.map((grade) => grade.letter);
  const didNotStart = startedFault === 'submission';
  const { earned, possible, applicable } = score(counted.flatMap((one) => one.checks));
  return giveLetter({
    grades: rubric.grades,
    minCoverage: rubric.minCoverage,
    earned,
    possible,
    applicable,
    caps: didNotStart ? [{ by: 'does-not-start', letter: letters.includes('D') ? 'D' : (letters.at(-1) ?? '') }, ...caps] : caps,
    obstacle: obstacleOf(weighed, only, startedFault),
    ignoreCoverage: didNotStart,
  });
}

const asPassed = (check: WeighedCheck): WeighedCheck => (isDetermined(check.verdict) ? { ...check, verdict: 'pass' } : check);

/** Why there can be no letter: it would say something about us. */
function obstacleOf(weighed: readonly Weighed[], only: readonly string[], startedFault: Fault | null): string | null {
  if (only.length > 0) return `Not graded: this run was limited to ${only.join(', ')}.`;
  if (startedFault === 'grader') return 'Not graded: the submission could not be started, and not by its own fault.';
  const ours = weighed
    .flatMap((one) => one.checks)
    .filter(({ verdictOf: one }) => one.verdict === 'error' || (one.verdict === 'blocked' && one.fault === 'grader'));
  if (ours.length === 0) return null;
  return `Not graded: by a fault of the grader there is no verdict on ${ours.map((one) => one.id).join(', ')}.`;
}

function mistakeRow(weighed: Weighed, card: Verdicts): MistakeRow {
  const { mistake, outcome, why, checks } = weighed;
  const { earned, possible } = score(checks);
  return {
    outcome,
    title: mistake.title,
    source: mistake.source,
    severity: mistake.severity,
    weight: SEVERITY_WEIGHT[mistake.severity],
    earned,
    possible,
    checks: mistake.checks.map((check) => check.id),
    ...(mistake.capGrade !== undefined && { capGrade: mistake.capGrade }),
    ...(why !== undefined && { why }),
    // when nothing starts, mending one thing brings up everything that could not be measured
    ...(outcome === 'made' && card.startedFault === null && { mended: withoutMistake(weighed, card) }),
  };
}

function withoutMistake(mended: Weighed, card: Verdicts): NonNullable<MistakeRow['mended']> {
  const { earned, possible } = score(card.weighed.flatMap((one) => (one === mended ? one.checks.map(asPassed) : one.checks)));
  return { score: floorPercent(earned, possible), letter: letterOf(card, mended).letter };
}

function milestoneRow(
  milestone: RubricMilestone,
  judged: ReadonlyMap<string, JudgedCheck>,
  only: readonly string[],
): MilestoneRow {
  const { title, source, checks } = milestone;
  const common = { title, source, checks: checks.map((check) => check.id) };
  if (checks.length === 0) return { outcome: 'undecided', ...common, ...(milestone.why !== undefined && { why: milestone.why }) };
  const { outcome, why } = outcomeOf(checks.map((check) => verdictOf(check, judged, only)));
  return { outcome: MILESTONE[outcome], ...common, ...(why !== undefined && { why }) };
}

const MILESTONE = {
  avoided: 'reached',
  made: 'missed',
  undetermined: 'undetermined',
  'not-applicable': 'not-applicable',
} as const;

function checkRow(
  { metadata, area, verdict }: JudgedCheck,
  weighed: WeighedCheck | undefined,
  exchanges: Readonly<Record<string, Exchange>>,
): CheckRow {
  const { title, failureTitle, why, fix, references, stability } = metadata;
  const evidence = 'evidence' in verdict ? (verdict.evidence ?? []) : [];
  return {
    area,
    verdict: verdict.verdict,
    ...(verdict.verdict === 'partial' && { share: verdict.share }),
    ...('found' in verdict && verdict.found !== undefined && { found: verdict.found }),
    ...('reason' in verdict && { reason: verdict.reason }),
    ...(verdict.verdict === 'blocked' && { fault: verdict.fault, by: verdict.by }),
    ...(verdict.verdict === 'error' && { fault: 'grader' as const }),
    weight: weighed?.weight ?? 0,
    earned: weighed ? pointsOf(weighed) : 0,
    evidence: evidence.map((one) => showEvidence(one, exchanges)),
    title,
    failureTitle,
    why,
    fix,
    references,
    stability,
  };
}

function shownExchanges(
  checks: readonly JudgedCheck[],
  exchanges: Readonly<Record<string, Exchange>>,
): Record<string, ShownExchange> {
  const evidence = checks.flatMap(({ verdict }) => ('evidence' in verdict ? (verdict.evidence ?? []) : []));
  const ids = new Set(evidence.flatMap((one) => (one.kind === 'http' ? one.exchanges : [])));
  const shown = [...ids].flatMap((id) => exchanges[id] ?? []);
  const taken = shown.flatMap((one) => one.request.taken);
  return Object.fromEntries(
    shown.map((one) => [
      one.id,
      showExchange(one, [...new Set(taken.filter(({ from }) => from === one.id).map(({ value }) => value))]),
    ]),
  );
}
