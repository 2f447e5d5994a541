import { createColors } from 'picocolors';
import type { Scorecard } from '../src/grading/scorecard.ts';
import { arrange, betweenSentence, capSentence, fraction, gain, points, shortCommit, type Mistake } from './arrange.ts';
import { visibleThroughout } from './visible.ts';

export interface ConsoleOptions {
  readonly colour: boolean;
  readonly htmlPath: string;
}

const WIDTH = 100;

/** What to fix first, what could not be determined, the summary; the last line says where the HTML is. */
export function renderConsole(card: Scorecard, { colour, htmlPath }: ConsoleOptions): string {
  const scorecard = visibleThroughout(card, 'stripped');
  const { made, unknown, unscored } = arrange(scorecard);
  const paint = createColors(colour);
  const lines: string[] = [];
  if (made.length > 0) lines.push('', paint.bold('What to fix first'));
  made.forEach((mistake, index) => lines.push('', ...finding(index + 1, mistake, scorecard, paint)));
  const wrong = unscored.filter((one) => one.verdict === 'fail' || one.verdict === 'partial');
  if (wrong.length > 0)
    lines.push(
      '',
      paint.bold('Not scored, worth knowing'),
      ...wrong.flatMap((one) => wrap(`${one.failureTitle}: ${one.found ?? ''}`, '   ')),
    );
  if (unknown.length > 0) lines.push('', paint.bold('Not determined'));
  for (const { titles, reason, fault } of unknown) {
    lines.push(
      '',
      ...wrap(titles.join('; '), '   ').map(paint.yellow),
      ...wrap(`${reason}${fault === 'grader' ? ' This is a fault of the grader.' : ''}`, '     '),
    );
  }
  return `${[...lines, '', ...summary(scorecard, new Set(unknown.map((one) => one.reason)), paint), '', `Report: ${oneLine(htmlPath)}`].join('\n').trimStart()}\n`;
}

type Paint = ReturnType<typeof createColors>;

function finding(number: number, mistake: Mistake, scorecard: Scorecard, paint: Paint): string[] {
  const brings = gain(mistake, scorecard);
  const worth = `${mistake.severity}, ${points(mistake.lost)} ${mistake.lost === 1 ? 'point' : 'points'} lost${brings === null ? '' : `; mended: ${brings}`}`;
  const failed = mistake.rows.filter((row) => row.verdict === 'fail' || row.verdict === 'partial');
  return [
    `${paint.red(`${String(number).padStart(2)}.`)} ${paint.bold(oneLine(mistake.title))}`,
    ...wrap(worth, '    ').map(paint.dim),
    ...failed.flatMap((row) => [
      ...wrap(row.found ?? row.failureTitle, '    '),
      ...row.evidence.flatMap((one) =>
        one.kind === 'query-plan' ? [...wrap(one.gain, '      '), ...wrap(one.suggestion, '      ')].map(paint.dim) : [],
      ),
      ...wrap(`Fix: ${row.fix}`, '    ').map(paint.green),
    ]),
  ];
}

/** A warning that was `said` as a reason is not repeated. */
function summary(scorecard: Scorecard, said: ReadonlySet<string>, paint: Paint): string[] {
  const { headline, run } = scorecard;
  const { avoided, of } = fraction(scorecard);
  const rest = [
    `${headline.made} made`,
    `${headline.undetermined} not determined`,
    `${headline.notApplicable} not applicable`,
    `${headline.undecided} that no check decides yet`,
  ];
  const measured = `${Math.floor(headline.coverage * 100)} % measured`;
  const bounds = headline.low === headline.high ? '' : `, between ${headline.low ?? 'n/a'} and ${headline.high ?? 'n/a'}`;
  const grade =
    headline.letter === null
      ? [paint.bold(headline.notGraded ?? 'Not graded.')]
      : [
          `${paint.bold(`Letter ${headline.letter}`)}: ${headline.meaning ?? ''}`,
          capSentence(scorecard),
          betweenSentence(scorecard),
        ];
  return [
    paint.bold(`${oneLine(run.submission.name)} at ${oneLine(shortCommit(run.submission.commit))}`),
    `${paint.bold(`Avoided ${avoided} of ${of} common mistakes`)}: ${rest.join(', ')}.`,
    `Score ${headline.score ?? 'n/a'}${bounds} (${points(headline.earned)} of ${points(headline.possible)} points, ${measured}).`,
    ...grade.filter((line) => line !== null),
    ...run.warnings.filter((one) => !said.has(one)).flatMap((warning) => wrap(`Warning: ${warning}`, '').map(paint.yellow)),
  ];
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of oneLine(text).split(' ')) {
    if (line.length + word.length > WIDTH && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
