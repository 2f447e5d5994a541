import { join } from 'node:path';
import type { RunFolder } from '../grading/run-folder.ts';
import type { Scorecard } from '../grading/scorecard.ts';
import { renderConsole } from '../../reports/console.ts';
import { renderHtml } from '../../reports/html.ts';

/** Writes the page into the run folder, completes it, and prints the summary or the scorecard on stdout. */
export async function publish(scorecard: Scorecard, folder: RunFolder, { json }: { json: boolean }): Promise<void> {
  await folder.writeText('scorecard.html', renderHtml(scorecard));
  await folder.finish();
  const colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    json
      ? `${JSON.stringify(scorecard, null, 2)}\n`
      : renderConsole(scorecard, { colour, htmlPath: join(folder.path, 'scorecard.html') }),
  );
}
