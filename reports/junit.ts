import type { CheckRow, Scorecard } from '../src/grading/scorecard.ts';
import { visibleThroughout } from './visible.ts';

/** The checks as tests: one suite for each area. Fail and partial are failures, what could not be determined is an error. */
export function renderJunit(card: Scorecard): string {
  const { checks, run } = visibleThroughout(card, 'shown');
  const areas = new Map<string, [string, CheckRow][]>();
  for (const [id, row] of Object.entries(checks)) areas.set(row.area, [...(areas.get(row.area) ?? []), [id, row]]);
  const suites = [...areas].map(([area, rows]) =>
    element(
      'testsuite',
      { name: area, ...countsOf(rows.map(([, row]) => row)) },
      rows.map(([id, row]) => testcase(id, row)),
    ),
  );
  const whole = { name: `roadworthy ${run.submission.name}`, ...countsOf(Object.values(checks)) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', whole, suites)}\n`;
}

const OUTCOME = {
  pass: null,
  partial: 'failure',
  fail: 'failure',
  'not-applicable': 'skipped',
  inconclusive: 'error',
  blocked: 'error',
  error: 'error',
} as const;

function countsOf(rows: readonly CheckRow[]): Record<string, string> {
  const count = (outcome: string) => String(rows.filter((row) => OUTCOME[row.verdict] === outcome).length);
  return { tests: String(rows.length), failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function testcase(id: string, row: CheckRow): string {
  const outcome = OUTCOME[row.verdict];
  const names = { classname: `${row.area}.${id}`, name: row.title };
  if (outcome === null) return element('testcase', names, []);
  const message = row.found ?? row.reason ?? row.failureTitle;
  if (outcome === 'skipped') return element('testcase', names, [element('skipped', { message }, [])]);
  const lines =
    outcome === 'error'
      ? [message]
      : [
          message,
          '',
          `Why: ${row.why}`,
          `Fix: ${row.fix}`,
          ...row.evidence.flatMap((one) => (one.kind === 'http' ? ['', ...one.reproduce] : [])),
        ];
  return element('testcase', names, [element(outcome, { message, type: row.verdict }, [escaped(lines.join('\n'))])]);
}

/** Children are XML already. */
function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly string[]): string {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attribute(value)}"`)].join(' ');
  if (children.length === 0) return `<${open}/>`;
  const isText = children.every((child) => !child.startsWith('<'));
  const inside = isText ? children.join('') : `\n${children.join('\n')}\n`;
  return `<${open}>${inside}</${name}>`;
}

/** XML 1.0 has no control characters: they are named already, but for two that stand for nothing. */
function escaped(text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '').replace(/[&<>"']/g, numbered);
}

function attribute(text: string): string {
  return escaped(text).replace(/[\n\t]/g, numbered);
}

const numbered = (char: string) => `&#${char.charCodeAt(0)};`;
