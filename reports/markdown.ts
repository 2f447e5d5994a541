import type { Scorecard, ShownEvidence } from '../src/grading/scorecard.ts';
import { cut } from '../src/text.ts';
import { arrange, betweenSentence, capSentence, fraction, gain, points, progress, shortCommit, type Mistake } from './arrange.ts';
import { visibleThroughout } from './visible.ts';

/** GitHub drops a job summary above 1 MiB whole. */
const MAX_BYTES = 1_000_000;
/** Evidence that is shown of one check, and characters of each: the page has all of it. */
const SHOWN_EVIDENCE = 3;
const SHOWN_CHARACTERS = 6000;
const TRUNCATED = '\n\n_Truncated here: the rest is in scorecard.html._\n';

/** The scorecard for a job summary or a comment: GitHub's Markdown, with every text of the submission as text. */
export function renderMarkdown(card: Scorecard): string {
  const scorecard = visibleThroughout(card, 'shown');
  const { made, unknown, unscored } = arrange(scorecard);
  const wrong = unscored.filter((one) => one.verdict === 'fail' || one.verdict === 'partial');
  return within(MAX_BYTES, [
    headOf(scorecard),
    ...(made.length > 0 ? ['## What to fix first'] : []),
    ...made.map((mistake, index) => findingOf(mistake, index + 1, scorecard)),
    ...(wrong.length > 0 ? ['## Not scored, worth knowing'] : []),
    ...wrong.map((one) => `- ${text(one.failureTitle)}: ${text(one.found ?? '')}`),
    ...(unknown.length > 0 ? ['## Not determined'] : []),
    ...unknown.map(
      ({ titles, reason, fault }) =>
        `- ${titles.map(text).join('; ')}: ${text(reason)}${fault === 'grader' ? ' This is a fault of the grader.' : ''}`,
    ),
    footOf(scorecard),
  ]);
}

function headOf(card: Scorecard): string {
  const { headline, run } = card;
  const { avoided, of } = fraction(card);
  const cells = [headline.made, headline.undetermined, headline.avoided, headline.notApplicable, headline.undecided];
  const letter = headline.letter === null ? 'not graded' : `grade ${text(headline.letter)}`;
  const bounds = headline.low === headline.high ? '' : `, between ${headline.low ?? 'n/a'} and ${headline.high ?? 'n/a'}`;
  return [
    `# ${text(run.submission.name)}: ${avoided} of ${of} common mistakes avoided, ${letter}`,
    [headline.meaning ?? headline.notGraded ?? '', capSentence(card) ?? '', betweenSentence(card) ?? '']
      .filter(Boolean)
      .map(text)
      .join(' '),
    [
      '| made | not determined | avoided | not applicable | no check yet | score |',
      '| ---: | ---: | ---: | ---: | ---: | :--- |',
      `| ${cells.join(' | ')} | ${headline.score ?? 'n/a'}${bounds} (${points(headline.earned)} of ${points(headline.possible)} points) |`,
    ].join('\n'),
    `${text(progress(card))}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function findingOf(mistake: Mistake, number: number, card: Scorecard): string {
  const brings = gain(mistake, card);
  const wrong = mistake.rows.filter((row) => row.verdict === 'fail' || row.verdict === 'partial');
  return [
    `### ${number}. ${text(mistake.title)}`,
    `${mistake.severity}, ${points(mistake.lost)} of ${points(mistake.weight)} points lost${brings === null ? '' : `; mended: ${text(brings)}`}`,
    ...wrong.flatMap((row) => [
      `**${text(row.found ?? row.failureTitle)}**`,
      text(row.why),
      `**Fix:** ${text(row.fix)}`,
      ...row.evidence.slice(0, SHOWN_EVIDENCE).map((one) => evidenceOf(one, card)),
      ...(row.evidence.length > SHOWN_EVIDENCE ? [`…and ${row.evidence.length - SHOWN_EVIDENCE} more in scorecard.html.`] : []),
    ]),
  ].join('\n\n');
}

function evidenceOf(evidence: ShownEvidence, { exchanges }: Scorecard): string {
  const { summary, code } = shown(evidence, exchanges);
  const note = evidence.note === undefined ? '' : `${text(evidence.note)}\n\n`;
  return `<details><summary>${inHtml(summary)}</summary>\n\n${note}${fenced(cut(code, SHOWN_CHARACTERS))}\n\n</details>`;
}

function shown(evidence: ShownEvidence, exchanges: Scorecard['exchanges']): { summary: string; code: string } {
  switch (evidence.kind) {
    case 'http': {
      const last = exchanges[evidence.exchanges.at(-1) ?? ''];
      const answer = last?.response ? `answered ${last.response.status}` : (last?.failure ?? 'got no answer');
      return {
        summary: last
          ? `${last.request.method} ${cut(last.request.path, 80)} ${answer}; replay it on a stack kept with --keep`
          : 'A request',
        code: evidence.reproduce.join('\n'),
      };
    }
    case 'source':
      return { summary: `${cut(evidence.path, 100)}, line ${evidence.line}`, code: evidence.snippet };
    case 'log':
      return { summary: `Log of ${cut(evidence.from, 80)}`, code: evidence.lines.join('\n') };
    case 'stored-value':
      return { summary: `Stored value of ${cut(`${evidence.table}.${evidence.column}`, 80)}`, code: evidence.value };
    case 'query-plan':
      return { summary: cut(evidence.gain, 200), code: `${evidence.sql}\n\n${evidence.suggestion}` };
    case 'table':
      return { summary: cut(evidence.columns.join(', '), 100), code: evidence.rows.map((row) => row.join('  ')).join('\n') };
  }
}

function footOf({ run }: Scorecard): string {
  return [
    '---',
    `Inspected at ${text(shortCommit(run.submission.commit))} by roadworthy ${text(run.version)}, rubric ${text(run.rubric.id)} ${text(run.rubric.version)}. The whole report is scorecard.html.`,
    ...run.warnings.map((warning) => `Warning: ${text(warning)}`),
  ].join('\n\n');
}

const JOINER = '\u2060';

/** A text as one line of Markdown in which nothing is markup, a link, a mention or a reference. */
function text(written: string): string {
  return inHtml(written)
    .replace(/[\\`*_[\]|~$]|^[-+=#]/g, '\\$&')
    .replace(/^(\d+)(?=[.)]\s)/, `$1${JOINER}`);
}

/**
 * The same where HTML stands in Markdown. Mentions and addresses become links when GitHub reads the finished page, however
 * they were escaped, so those are broken by a character that cannot be seen.
 */
function inHtml(written: string): string {
  return written
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/(@|#(?=\w)|:(?=\/\/)|\bwww(?=\.)|\bGH-)/gi, `$1${JOINER}`);
}

/** A code block whose fence is longer than any in the text. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${code}\n${fence}`;
}

function within(bytes: number, parts: readonly string[]): string {
  let whole = '';
  for (const part of parts) {
    const next = `${whole}${whole === '' ? '' : '\n\n'}${part}`;
    if (Buffer.byteLength(next) + Buffer.byteLength(TRUNCATED) > bytes) return `${whole}${TRUNCATED}`;
    whole = next;
  }
  return `${whole}\n`;
}
