import type { CheckRow, MilestoneRow, MistakeRow, Scorecard } from '../src/grading/scorecard.ts';

export interface Mistake extends MistakeRow {
  readonly id: string;
  /** Points that were determined and not earned. */
  readonly lost: number;
  readonly rows: readonly Check[];
}

export interface Check extends CheckRow {
  readonly id: string;
}

/** What could not be determined by one cause: one row, however many checks it stopped. */
export interface Unknown {
  readonly reason: string;
  readonly fault: 'submission' | 'grader' | null;
  readonly titles: readonly string[];
}

export interface Arranged {
  /** Made mistakes by points lost: what to fix first. */
  readonly made: readonly Mistake[];
  readonly unknown: readonly Unknown[];
  readonly avoided: readonly Mistake[];
  readonly notApplicable: readonly Mistake[];
  readonly undecided: readonly Mistake[];
  /** Checks that belong to no mistake that counts. */
  readonly unscored: readonly Check[];
  readonly milestones: readonly Milestone[];
}

export interface Milestone extends MilestoneRow {
  readonly id: string;
  readonly rows: readonly Check[];
}

/** The rows of a scorecard in the order in which every report shows them. */
export function arrange({ mistakes, checks, milestones }: Scorecard): Arranged {
  const checkOf = (id: string): Check[] => (checks[id] ? [{ id, ...checks[id] }] : []);
  const all = Object.entries(mistakes).map(([id, row]): Mistake => ({
    ...row,
    id,
    lost: round(row.possible - row.earned),
    rows: row.checks.flatMap(checkOf),
  }));
  const of = (outcome: MistakeRow['outcome']) => all.filter((one) => one.outcome === outcome);
  const counted = new Set(all.filter((one) => one.outcome !== 'undecided').flatMap((one) => one.checks));
  return {
    made: of('made').sort((one, other) => other.lost - one.lost || other.weight - one.weight),
    unknown: byCause(all),
    avoided: of('avoided'),
    notApplicable: of('not-applicable'),
    undecided: of('undecided'),
    unscored: Object.keys(checks)
      .flatMap(checkOf)
      .filter((one) => !counted.has(one.id) || one.stability === 'experimental'),
    milestones: Object.entries(milestones).map(([id, row]) => ({ ...row, id, rows: row.checks.flatMap(checkOf) })),
  };
}

const UNKNOWN = new Set(['inconclusive', 'blocked', 'error']);

function byCause(mistakes: readonly Mistake[]): Unknown[] {
  const causes = new Map<string, { reason: string; fault: Unknown['fault']; titles: string[] }>();
  for (const mistake of mistakes) {
    const rows = mistake.rows.filter((one) => UNKNOWN.has(one.verdict));
    for (const row of rows) {
      const reason = row.reason ?? 'No reason was recorded.';
      const key = row.by === undefined ? reason : `by ${row.by}`;
      const cause = causes.get(key) ?? { reason, fault: row.fault ?? null, titles: [] };
      const title = mistake.outcome === 'undetermined' ? mistake.title : `${mistake.title} (in part)`;
      if (!cause.titles.includes(title)) cause.titles.push(title);
      causes.set(key, cause);
    }
    if (rows.length > 0 || mistake.outcome !== 'undetermined') continue;
    const reason = mistake.why ?? 'It was not looked at in this run.';
    const cause = causes.get(reason) ?? { reason, fault: null, titles: [] };
    cause.titles.push(mistake.title);
    causes.set(reason, cause);
  }
  return [...causes.values()];
}

/** "avoided 8 of 9": of those that could apply, whether or not they could be measured. */
export function fraction({ headline }: Scorecard): { readonly avoided: number; readonly of: number } {
  return { avoided: headline.avoided, of: headline.avoided + headline.made + headline.undetermined };
}

/** Points with the digits that they have: `10`, `3.5`. */
export function points(value: number): string {
  return String(round(value));
}

const round = (value: number) => Math.round(value * 100) / 100;

/** "B", "B, held by …" in words; null without a letter. */
export function capSentence({ headline, mistakes }: Scorecard): string | null {
  const { letter, uncapped, cappedBy } = headline;
  if (letter === null || uncapped === null || cappedBy === null) return null;
  const by = cappedBy === 'does-not-start' ? 'it does not start, by its own fault' : (mistakes[cappedBy]?.title ?? cappedBy);
  return `${uncapped} by its score, held to ${letter}: ${by}.`;
}

export function betweenSentence({ headline: { between, letter } }: Scorecard): string | null {
  return between && letter !== null
    ? `Between ${between[0]} and ${between[1]}, depending on what could not be determined.`
    : null;
}

/** What mending a mistake brings: "14 → 28, F → D". */
export function gain(mistake: Mistake, { headline }: Scorecard): string | null {
  const { mended } = mistake;
  if (!mended || mended.score === null || headline.score === null) return null;
  const letters =
    headline.letter !== null && mended.letter !== null && mended.letter !== headline.letter
      ? `, ${headline.letter} → ${mended.letter}`
      : '';
  return `${headline.score} → ${mended.score}${letters}`;
}

/** "8 of 14 milestones reached, 2 missed, 4 not looked at." Empty when the rubric has none. */
export function progress({ milestones }: Scorecard): string {
  const all = Object.values(milestones).filter((one) => one.outcome !== 'not-applicable');
  if (all.length === 0) return '';
  const count = (...outcomes: readonly MilestoneRow['outcome'][]) => all.filter((one) => outcomes.includes(one.outcome)).length;
  const rest = [
    [count('missed'), 'missed'],
    [count('undetermined'), 'not determined'],
    [count('undecided'), 'not looked at'],
  ] as const;
  return [
    `${count('reached')} of ${all.length} milestones reached`,
    ...rest.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : [])),
  ].join(', ');
}

/** How heavy the mistake is that a check decides; undefined when it is not scored. */
export function severityOf(checkId: string, { mistakes, checks }: Scorecard): MistakeRow['severity'] | undefined {
  if (checks[checkId]?.stability === 'experimental') return undefined;
  return Object.values(mistakes).find((one) => one.checks.includes(checkId))?.severity;
}

/** Where more is written about what a check looks for; without an address where none is known. */
export function referenceLinks({
  references: { cwe, owaspApi },
}: CheckRow): { readonly text: string; readonly address?: string }[] {
  const owasp = /^API(\d{1,2}):(\d{4})$/.exec(owaspApi ?? '');
  return [
    ...(cwe === undefined ? [] : [{ text: `CWE-${cwe}`, address: `https://cwe.mitre.org/data/definitions/${cwe}.html` }]),
    ...(owasp
      ? [{ text: `OWASP ${owasp[0]}`, address: `https://owasp.org/API-Security/editions/${owasp[2]}/en/0x11-t10/` }]
      : []),
    ...(owaspApi !== undefined && !owasp ? [{ text: owaspApi }] : []),
  ];
}

/** A commit as people say it; what stands behind its hash stays. */
export function shortCommit(commit: string): string {
  return commit.replace(/^([0-9a-f]{10})[0-9a-f]{30}(?![0-9a-f])/, '$1');
}
