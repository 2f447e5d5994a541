import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Scorecard } from '../src/grading/scorecard.ts';
import { viewOf } from './html/view.ts';
import { visibleThroughout } from './visible.ts';

const read = (name: string) => readFileSync(new URL(`./html/${name}`, import.meta.url), 'utf8');

const stylesheet = read('report.css');
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'; base-uri 'none'; form-action 'none'`;

const handlebars = Handlebars.create();
for (const name of ['evidence', 'evidences', 'checks', 'finding', 'seal', 'exchange', 'source', 'prose', 'treatments'])
  handlebars.registerPartial(name, read(`${name}.hbs`).trimEnd());
// the only markup that is not escaped, and the only one that no submission can write to
handlebars.registerHelper('stylesheet', () => new Handlebars.SafeString(stylesheet));
handlebars.registerHelper('rowsOf', (caption: string, rows: readonly unknown[]) => ({ caption, rows }));
// without preventIndent a partial on a line of its own would shift what stands in its `pre`
const page = handlebars.compile(read('page.hbs'), { strict: true, explicitPartialContext: true, preventIndent: true });

/** The scorecard as one self-contained page without scripts. Everything in it is escaped, and characters that cannot be seen are named. */
export function renderHtml(scorecard: Scorecard): string {
  return page({ policy, ...viewOf(visibleThroughout(scorecard, 'shown')) });
}
