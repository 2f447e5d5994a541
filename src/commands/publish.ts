import { join } from 'node:path';
import { renderAnnotations } from '../../reports/annotations.ts';
import { renderBadge } from '../../reports/badge.ts';
import { renderConsole } from '../../reports/console.ts';
import { renderHtml } from '../../reports/html.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { renderSarif } from '../../reports/sarif.ts';
import type { RunFolder } from '../grading/run-folder.ts';
import type { Scorecard } from '../grading/scorecard.ts';

/** What a run folder holds besides its records, each made from the scorecard alone. */
const REPORTS: Readonly<Record<string, (scorecard: Scorecard) => string>> = {
  'scorecard.html': renderHtml,
  'summary.md': renderMarkdown,
  'junit.xml': renderJunit,
  'results.sarif': renderSarif,
  'badge.svg': renderBadge,
  'annotations.txt': renderAnnotations,
};

/** Writes every report by its file name. */
export async function writeReports(scorecard: Scorecard, write: (name: string, text: string) => Promise<void>): Promise<void> {
  for (const [name, render] of Object.entries(REPORTS)) await write(name, render(scorecard));
}

/** Writes the reports into the run folder, completes it, and prints the summary or the scorecard on stdout. */
export async function publish(scorecard: Scorecard, folder: RunFolder, { json }: { json: boolean }): Promise<void> {
  await writeReports(scorecard, (name, text) => folder.writeText(name, text));
  await folder.finish();
  print(scorecard, folder.path, { json });
}

/** The summary, or the scorecard itself, on stdout. */
export function print(scorecard: Scorecard, folder: string, { json }: { json: boolean }): void {
  const colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  const htmlPath = join(folder, 'scorecard.html');
  process.stdout.write(json ? `${JSON.stringify(scorecard, null, 2)}\n` : renderConsole(scorecard, { colour, htmlPath }));
}
