import { cut } from '../../src/text.ts';
import type { CheckRow, Scorecard, ShownEvidence, ShownExchange } from '../../src/grading/scorecard.ts';
import {
  arrange,
  betweenSentence,
  capSentence,
  fraction,
  gain,
  points,
  progress,
  referenceLinks,
  shortCommit,
  type Arranged,
  type Check,
  type Milestone,
  type Mistake,
} from '../arrange.ts';
import { httpsLink, sourceLink, type Link } from './link.ts';

const OUTCOME = {
  avoided: 'Avoided',
  made: 'Made',
  undetermined: 'Not determined',
  'not-applicable': 'Not applicable',
  undecided: 'No check yet',
} as const;
const MILESTONE = {
  reached: 'Reached',
  missed: 'Missed',
  undetermined: 'Not determined',
  'not-applicable': 'Not applicable',
  undecided: 'No check yet',
} as const;
const VERDICT: Readonly<Record<CheckRow['verdict'], string>> = {
  pass: 'Pass',
  partial: 'Partly',
  fail: 'Fail',
  'not-applicable': 'Not applicable',
  inconclusive: 'Inconclusive',
  blocked: 'Blocked',
  error: 'Error of the grader',
};
/** What to fix first stands open; of what comes after it, only the titles, until somebody asks. */
const OPEN_FINDINGS = 5;
/** A check with more evidence than this shows the first two pieces and folds the others. */
const SHOWN_EVIDENCE = 3;
/** In a chain longer than this the middle is only listed. */
const SHOWN_REQUESTS = 6;

/** Everything that the page says, in its words and order: the templates only place it. */
export function viewOf(card: Scorecard) {
  const { headline, run, facts } = card;
  const arranged = arrange(card);
  return {
    title: `${run.submission.name}: ${headline.letter === null ? 'not graded' : `grade ${headline.letter}`}, inspected by roadworthy`,
    submission: {
      name: run.submission.name,
      source: httpsLink(run.submission.source, run.submission.source),
      commit: run.submission.commit,
      shortCommit: shortCommit(run.submission.commit),
      sealed: cut(shortCommit(run.submission.commit), 16),
      date: dateOf(run.startedAt),
    },
    rubric: run.rubric,
    grade: gradeOf(card),
    fraction: fraction(card),
    marks: Object.values(card.mistakes)
      .filter((one) => one.outcome === 'avoided' || one.outcome === 'made' || one.outcome === 'undetermined')
      .sort((one, other) => order(one.outcome) - order(other.outcome))
      .map((one) => ({ outcome: one.outcome, text: `${OUTCOME[one.outcome]}: ${one.title}` })),
    counts: [
      { label: 'made', count: headline.made, href: '#fix', outcome: 'made' },
      { label: 'not determined', count: headline.undetermined, href: '#unknown', outcome: 'undetermined' },
      { label: 'avoided', count: headline.avoided, href: '#avoided', outcome: 'avoided' },
      { label: 'not applicable', count: headline.notApplicable, href: '#not-applicable', outcome: 'not-applicable' },
      { label: 'no check yet', count: headline.undecided, href: '#undecided', outcome: 'undecided' },
      ...(arranged.milestones.length > 0 ? [{ ...reachedCount(arranged), href: '#milestones', outcome: 'milestones' }] : []),
    ],
    notStarted: facts.startedFault
      ? { reason: facts.boot?.reason ?? 'Nothing answered.', ours: facts.startedFault === 'grader' }
      : null,
    made: arranged.made.map((one, index) => findingOf(one, index + 1, card)),
    isFolded: arranged.made.length > OPEN_FINDINGS,
    unknown: arranged.unknown.map((one) => ({ titles: one.titles, reason: prose(one.reason), ours: one.fault === 'grader' })),
    avoided: arranged.avoided.map((one) => ({
      title: one.title,
      checks: one.rows.map((row) => checkOf(row, card)),
    })),
    notApplicable: arranged.notApplicable.map(reasoned),
    undecided: arranged.undecided.map(reasoned),
    unscored: unscoredOf(arranged).map((row) => checkOf(row, card)),
    milestones: milestonesOf(arranged, card),
    started: startedOf(card),
    api: apiOf(card),
    sums: sumsOf(card, arranged),
    uncovered: uncoveredOf(card),
    facts: factsOf(card),
  };
}

/** Checks of milestones are shown with them. */
function unscoredOf({ unscored, milestones }: Arranged): readonly Check[] {
  const shown = new Set(milestones.flatMap((one) => one.checks));
  return unscored.filter((one) => !shown.has(one.id));
}

function reachedCount({ milestones }: Arranged) {
  const count = milestones.filter((one) => one.outcome === 'reached').length;
  return { count, label: count === 1 ? 'milestone reached' : 'milestones reached' };
}

const MILESTONE_ORDER = ['reached', 'missed', 'undetermined', 'not-applicable', 'undecided'] as const;

function milestonesOf({ milestones }: Arranged, card: Scorecard) {
  if (milestones.length === 0) return null;
  const sorted = [...milestones].sort(
    (one, other) => MILESTONE_ORDER.indexOf(one.outcome) - MILESTONE_ORDER.indexOf(other.outcome),
  );
  const shown = (one: Milestone) => ({
    title: one.title,
    outcome: one.outcome,
    words: MILESTONE[one.outcome],
    why: one.rows.length > 0 ? '' : (one.why ?? ''),
    checks: one.rows.map((row) => checkOf(row, card)),
    source: sourceOf(one),
  });
  return {
    progress: `${progress(card)}.`,
    marks: sorted.map((one) => ({ outcome: one.outcome, text: `${MILESTONE[one.outcome]}: ${one.title}` })),
    known: sorted.filter((one) => one.outcome !== 'undecided').map(shown),
    open: sorted.filter((one) => one.outcome === 'undecided').map(shown),
  };
}

/** What it was started from, what that took, and what was not done as it was written. */
function startedOf({ run, facts }: Scorecard) {
  const { plan } = run;
  const treatments = (plan?.treatments ?? []).map(({ treatment, service, key, message }) => ({
    treatment,
    key: service ? `${service}: ${key}` : key,
    message: prose(message),
  }));
  return {
    from: plan ? plan.from : '',
    kind: plan ? plan.kind : '',
    isStarted: facts.boot?.started ?? facts.startedFault === null,
    help: (plan?.help ?? []).map(({ what, documented }) => ({
      what: prose(what),
      documented,
      words: documented ? 'the author says so' : 'not written down',
    })),
    refused: treatments.filter((one) => one.treatment !== 'rewritten'),
    rewritten: treatments.filter((one) => one.treatment === 'rewritten'),
  };
}

const STATE = { reached: 'Reached', confirmed: 'Confirmed', known: 'Known' } as const;
const SOURCE: Readonly<Record<string, string>> = {
  'route-table': 'router',
  'openapi-served': 'served document',
  'openapi-file': 'document',
};
/** The page of a large API stays a page. */
const SHOWN_OPERATIONS = 150;

function apiOf({ facts }: Scorecard) {
  const { api = {}, operations = [], login } = facts;
  if (operations.length === 0 && api.known === undefined) return null;
  return {
    known: String(api.known ?? operations.length),
    confirmed: String(api.confirmed ?? '?'),
    reached: String(api.reached ?? '?'),
    login: login ?? '',
    operations: operations.slice(0, SHOWN_OPERATIONS).map(({ operation, state, sources, secured, why }) => ({
      operation,
      state,
      words: STATE[state],
      why: why ?? '',
      secured: secured === true,
      sources: sources.map(({ kind, at }) => [SOURCE[kind] ?? kind, at].filter(Boolean).join(' ')).join(', '),
    })),
    more: Math.max(0, operations.length - SHOWN_OPERATIONS),
  };
}

/** A text with what stands between backticks as code. */
function prose(text: string): { readonly text: string; readonly code: string }[] {
  const parts = text.split('`');
  // one without its other half is a character like any other
  if (parts.length % 2 === 0) parts.push(`${parts.splice(-2, 1)[0] ?? ''}\`${parts.pop() ?? ''}`);
  return parts.map((part, index) => (index % 2 === 0 ? { text: part, code: '' } : { text: '', code: part }));
}

const order = (outcome: string) => ['avoided', 'undetermined', 'made'].indexOf(outcome);
const percent = (part: number) => `${Math.floor(part * 100 + 1e-9)}\u00a0%`;
const dateOf = (iso: string) => iso.slice(0, 10);

function gradeOf(card: Scorecard) {
  const { headline } = card;
  const bounds = headline.low === headline.high ? null : `between ${headline.low ?? 'n/a'} and ${headline.high ?? 'n/a'}`;
  return {
    letter: headline.letter ?? '–',
    tone: headline.letter === null ? 'none' : headline.made === 0 ? 'clean' : 'marked',
    isGiven: headline.letter !== null,
    words: headline.letter === null ? 'Not graded' : `Grade ${headline.letter}`,
    meaning: headline.meaning ?? headline.notGraded ?? 'Not graded.',
    cap: capSentence(card),
    between: betweenSentence(card),
    score: headline.score === null ? 'n/a' : String(headline.score),
    bounds,
    earned: points(headline.earned),
    possible: points(headline.possible),
    coverage: percent(headline.coverage),
  };
}

function findingOf(mistake: Mistake, number: number, card: Scorecard) {
  const wrong = mistake.rows.filter((row) => row.verdict === 'fail' || row.verdict === 'partial');
  return {
    number,
    title: mistake.title,
    severity: mistake.severity,
    lost: points(mistake.lost),
    weight: points(mistake.weight),
    gain: gain(mistake, card),
    cap: mistake.capGrade === undefined ? null : mistake.capGrade,
    source: sourceOf(mistake),
    folded: number > OPEN_FINDINGS ? namesOf(wrong.map((row) => row.failureTitle)) : '',
    checks: wrong.map((row) => checkOf(row, card)),
    others: mistake.rows
      .filter((row) => !wrong.includes(row))
      .map((row) => ({ title: row.title, verdict: VERDICT[row.verdict], text: prose(row.found ?? row.reason ?? '') })),
  };
}

function checkOf(row: Check, card: Scorecard) {
  const isWrong = row.verdict === 'fail' || row.verdict === 'partial';
  return {
    id: row.id,
    title: isWrong ? row.failureTitle : row.title,
    verdict: VERDICT[row.verdict],
    isWrong,
    isPartial: row.verdict === 'partial',
    share: row.share === undefined ? '' : percent(row.share),
    found: prose(row.found ?? row.reason ?? ''),
    why: prose(row.why),
    fix: prose(row.fix),
    experimental: row.stability === 'experimental',
    references: referencesOf(row),
    evidence: foldedAfterTwo(row.evidence.map((one, index) => evidenceOf(one, index + 1, row.id, card))),
  };
}

function namesOf(titles: readonly string[]): string {
  const rest = titles.length > 4 ? titles.length - 3 : 0;
  return [...titles.slice(0, titles.length - rest), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

function foldedAfterTwo<T>(all: readonly T[]) {
  const shown = all.length > SHOWN_EVIDENCE ? 2 : all.length;
  return { first: all.slice(0, shown), more: all.slice(shown), words: `${all.length - shown} more like this` };
}

function referencesOf(row: CheckRow): Link[] {
  return referenceLinks(row).map(({ text, address }) =>
    address === undefined ? { text, href: null } : httpsLink(text, address),
  );
}

function sourceOf({ source }: { readonly source: readonly { readonly roadmap: string; readonly section: string }[] }) {
  const names = source.map(({ roadmap, section }) => `${roadmap}, “${section}”`);
  return { names, several: names.length > 1 ? names.length : 0 };
}

const reasoned = (one: Mistake) => ({
  title: one.title,
  severity: one.severity,
  why: prose(one.why ?? ''),
  source: sourceOf(one),
});

const NOTHING = { http: null, source: null, log: null, stored: null, plan: null, table: null };

function evidenceOf(evidence: ShownEvidence, number: number, checkId: string, card: Scorecard) {
  const common = { ...NOTHING, label: `Evidence ${number} of ${checkId}`, note: prose(evidence.note ?? '') };
  switch (evidence.kind) {
    case 'http': {
      const chain = evidence.exchanges.flatMap((id) => (card.exchanges[id] ? [card.exchanges[id]] : []));
      const last = chain.at(-1);
      return {
        ...common,
        summary: last
          ? `${last.request.method} ${cut(last.request.path, 60)} answered ${statusOf(last)}${before(chain.length)}`
          : 'A request',
        http: {
          exchanges: chain.map((one, index) => exchangeOf(one, index, chain.length)),
          reproduce: evidence.reproduce.join('\n'),
          several: chain.length > 1,
        },
      };
    }
    case 'source':
      return {
        ...common,
        summary: `${cut(evidence.path, 60)}, line ${evidence.line}`,
        source: { link: sourceLink(card.run.submission, evidence), snippet: evidence.snippet },
      };
    case 'log':
      return { ...common, summary: `Log of ${cut(evidence.from, 60)}`, log: { text: evidence.lines.join('\n') } };
    case 'stored-value':
      return {
        ...common,
        summary: `Stored value of ${cut(`${evidence.table}.${evidence.column}`, 60)}`,
        stored: { place: `${evidence.table}.${evidence.column}`, value: evidence.value },
      };
    case 'query-plan': {
      const { sql, gain, suggestion } = evidence;
      return { ...common, summary: cut(gain, 100), plan: { sql, gain, suggestion } };
    }
    case 'table':
      return {
        ...common,
        summary: `Table: ${cut(evidence.columns.join(', '), 60)}`,
        table: { columns: evidence.columns, rows: evidence.rows },
      };
  }
}

const before = (count: number) => (count === 1 ? '' : `, after ${count - 1} ${count === 2 ? 'request' : 'requests'} before it`);
const statusOf = (exchange: ShownExchange) =>
  exchange.response ? String(exchange.response.status) : (exchange.failure ?? 'nothing');

function exchangeOf(exchange: ShownExchange, index: number, count: number) {
  const { request, response } = exchange;
  const last = index === count - 1;
  const text = (head: string, headers: Readonly<Record<string, string>>, body: string) =>
    [head, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...(body === '' ? [] : ['', body])].join('\n');
  return {
    number: index + 1,
    who: exchange.identity === 'anonymous' ? 'without a login' : `as ${exchange.identity}`,
    line: `${request.method} ${cut(request.path, 80)}`,
    status: statusOf(exchange),
    whole: last || count <= SHOWN_REQUESTS || index < 2 || index >= count - 3,
    request: text(`${request.method} ${request.path}`, request.headers, request.body ?? ''),
    response: response
      ? text(`HTTP ${response.status}`, response.headers, response.body)
      : (exchange.failure ?? 'No answer came.'),
    shown: [
      request.shown && `request body: ${request.shown}`,
      response?.shown && `response body: ${response.shown}`,
      response?.cut,
    ]
      .filter(Boolean)
      .join('; '),
  };
}

function sumsOf(card: Scorecard, { made, avoided }: Arranged) {
  const { headline } = card;
  const counted = Object.values(card.mistakes).filter((one) => one.outcome !== 'undecided' && one.outcome !== 'not-applicable');
  return {
    rows: counted.map((one) => ({
      title: one.title,
      severity: one.severity,
      outcome: OUTCOME[one.outcome],
      weight: points(one.weight),
      possible: points(one.possible),
      earned: points(one.earned),
    })),
    applicable: points(headline.applicable),
    possible: points(headline.possible),
    earned: points(headline.earned),
    score: headline.score === null ? 'n/a' : String(headline.score),
    low: headline.low === null ? 'n/a' : String(headline.low),
    high: headline.high === null ? 'n/a' : String(headline.high),
    missing: points(headline.applicable - headline.possible),
    coverage: percent(headline.coverage),
    minCoverage: percent(card.run.rubric.minCoverage),
    grades: card.run.rubric.grades.map((grade) => ({
      ...grade,
      min: String(grade.min),
      isGiven: grade.letter === headline.letter,
    })),
    any: made.length + avoided.length > 0,
  };
}

/** What a reader must not take this grade for. */
function uncoveredOf({ headline, facts, run }: Scorecard): string[] {
  const never = facts.api?.never ?? [];
  const { known, reached } = facts.api ?? {};
  return [
    `${headline.undecided} mistakes of the roadmaps that no check decides yet, and every mistake that no roadmap names.`,
    'Whether the code is good to read, the idea is a good one, or the author wrote it: a program cannot tell.',
    'Speed under load, behaviour over days, and whatever is deployed elsewhere: it ran for minutes in a container, on this commit.',
    ...(known !== undefined && reached !== undefined && reached < known
      ? [`${known - reached} of ${known} operations that never answered with success, so that little is known of them.`]
      : []),
    ...(facts.operations ? [] : never.slice(0, 20).map(({ operation, why }) => `${operation}: ${why}`)),
    ...([run.options.only ?? []].flat().length > 0
      ? ['Everything that this run was not asked for: it was limited by --only.']
      : []),
  ];
}

function factsOf({ run }: Scorecard) {
  const seconds = (ms: number) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);
  const total = Math.max(1, ...run.phases.map((one) => (one.startMs ?? 0) + one.ms));
  return {
    rows: [
      ['Commit', run.submission.commit],
      ['Started', run.startedAt],
      ['Finished', run.finishedAt],
      ['Grader', `${run.tool} ${run.version}, schema ${run.schemaVersion}, attempt ${run.attempt}`],
      ['Run', run.id],
      ['Rubric', `${run.rubric.id} ${run.rubric.version}, ${run.rubric.hash.slice(0, 12)}`],
      ['Docker Engine', run.engine?.version ?? 'none'],
      ['Container runtime', run.isolation ?? 'none'],
      ['Seed', String(run.seed)],
    ].map(([name, value]) => ({ name, value })),
    egress: run.egress && {
      closed: run.egress.closed,
      rows: run.egress.inside.map((one) => ({
        target: one.target,
        inside: one.outcome,
        control: run.egress?.control.find(({ target }) => target === one.target)?.outcome ?? 'not tried',
      })),
    },
    images: run.images.map(({ reference, digest, labels }) => ({
      reference,
      digest: digest ?? 'built in this run',
      labels: Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    })),
    phases: run.phases.map(({ name, ms, startMs = 0 }) => ({
      name,
      time: seconds(ms),
      x: ((100 * startMs) / total).toFixed(1),
      width: Math.max(0.6, (100 * ms) / total).toFixed(1),
    })),
    limits: Object.entries(run.limits).map(([name, value]) => ({ name, value: limitOf(name, value) })),
    options: Object.entries(run.options)
      .filter(([, value]) => value !== null && value !== undefined && value !== false)
      .map(([name, value]) => ({
        name,
        value: typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean),
      })),
    warnings: run.warnings,
  };
}

function limitOf(name: string, value: number): string {
  if (/Ms$/.test(name)) return `${value / 1000} s`;
  return /Bytes$/.test(name) ? `${Math.round(value / 2 ** 20)} MiB` : String(value);
}
