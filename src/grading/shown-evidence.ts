import type { Exchange } from '../api/exchange.ts';
import type { Evidence } from './evidence.ts';
import { reproduce } from './reproduce.ts';
import { cutAround } from './shown-exchange.ts';

/** Evidence as it is shown: an HTTP finding brings the shell lines that replay it on a kept stack. */
export type ShownEvidence =
  Exclude<Evidence, { kind: 'http' }> | (Extract<Evidence, { kind: 'http' }> & { readonly reproduce: readonly string[] });

const LOG_LINES = 60;
const LINE = 500;
const ROWS = 100;

/** Evidence in the size of a report. What a table or log loses is said in its note. */
export function showEvidence(evidence: Evidence, exchanges: Readonly<Record<string, Exchange>>): ShownEvidence {
  const said = (cut: string | undefined) => (cut === undefined ? {} : { note: [evidence.note, cut].filter(Boolean).join(' ') });
  if (evidence.kind === 'http') {
    // chains that were put together from others can hold a request twice; it was sent once
    const [first, ...others] = evidence.exchanges;
    const chain: [string, ...string[]] = [first, ...new Set(others.filter((id) => id !== first))];
    return { ...evidence, exchanges: chain, reproduce: reproduce(chain, exchanges) };
  }
  if (evidence.kind === 'source') {
    const { text, shown } = cutAround(evidence.snippet, []);
    return { ...evidence, snippet: text, ...said(shown && `Shown are ${shown}.`) };
  }
  if (evidence.kind === 'query-plan') {
    const { text, shown } = cutAround(evidence.sql, []);
    return { ...evidence, sql: text, ...said(shown && `Shown are ${shown}.`) };
  }
  if (evidence.kind === 'log') {
    const { lines } = evidence;
    const cut = lines.length > LOG_LINES ? `Shown are the last ${LOG_LINES} of ${lines.length} lines.` : undefined;
    return {
      ...evidence,
      lines: lines.slice(-LOG_LINES).map((line) => (line.length > LINE ? `${line.slice(0, LINE)}…` : line)),
      ...said(cut),
    };
  }
  if (evidence.kind === 'table' && evidence.rows.length > ROWS) {
    return {
      ...evidence,
      rows: evidence.rows.slice(0, ROWS),
      ...said(`Shown are the first ${ROWS} of ${evidence.rows.length} rows.`),
    };
  }
  return evidence;
}
