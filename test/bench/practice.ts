// npm run bench:practice -- <folder> [part of a name]: grades the repositories in a folder and holds the verdicts against the labels in
// its labels.json. Each repository is a folder named owner+name. Prints a line per repository and one per label that was not agreed with.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { oneLine } from '../../src/text.ts';
import { PROJECT } from '../../src/version.ts';
import { compare, LABEL_RULES, labelsSchema, type Comparison } from './labels.ts';

const DEADLINE = '8m';

const [folder, only = ''] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: npm run bench:practice -- <folder> [part of a name]\n');
  process.exit(2);
}
const { repositories } = labelsSchema.parse(JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8')));
const there = (await readdir(folder)).filter((name) => name.includes('+') && name.toLowerCase().includes(only.toLowerCase()));

/** What this reads of a scorecard. */
const scorecardParts = z.object({
  headline: z.object({ letter: z.string().nullable(), score: z.number().nullable(), coverage: z.number() }),
  checks: z.record(z.string(), z.object({ verdict: z.string(), found: z.string().optional(), reason: z.string().optional() })),
  facts: z.object({
    boot: z.object({ started: z.boolean(), reason: z.string().nullish() }).optional(),
    api: z.object({ known: z.number(), confirmed: z.number(), reached: z.number() }).optional(),
    login: z.string().optional(),
  }),
  run: z.object({ plan: z.object({ kind: z.string(), help: z.array(z.object({ what: z.string() })) }).nullable() }),
});

const totals: Record<Comparison, number> = { agrees: 0, 'false accusation': 0, missed: 0, undetermined: 0, open: 0 };
const wrong: string[] = [];
for (const name of there) {
  const repo = name.replace('+', '/');
  const labels = repositories.find((one) => one.repo === repo)?.labels ?? {};
  const out = join(PROJECT, 'roadworthy-runs', `practice-${name}`);
  const from = performance.now();
  const { code, stderr } = await grade(resolve(folder, name), out);
  const seconds = Math.round((performance.now() - from) / 1000);
  if (code !== 0) {
    print(repo, `exit ${code}: ${oneLine(stderr.trim().split('\n').at(-1) ?? '', 200)}`);
    continue;
  }
  const { headline, checks, facts, run } = scorecardParts.parse(JSON.parse(await readFile(join(out, 'scorecard.json'), 'utf8')));
  const started = facts.boot?.started ? 'started' : `does not start (${oneLine(facts.boot?.reason ?? 'no reason', 160)})`;
  const help = run.plan?.help.map((one) => one.what).join('; ') ?? '';
  const api = facts.api
    ? `${facts.api.known} operations, ${facts.api.confirmed} confirmed, ${facts.api.reached} reached`
    : 'no API';
  print(repo, `${headline.letter ?? '-'} ${headline.score ?? '-'} in ${seconds} s; ${run.plan?.kind ?? 'no plan'}, ${started}`);
  if (help) print('', `help: ${oneLine(help, 300)}`);
  print('', `${api}; ${facts.login ? 'users log in' : 'nobody logged in'}; coverage ${headline.coverage}`);
  for (const rule of LABEL_RULES) {
    const label = labels[rule.property];
    if (!label) continue;
    const row = checks[rule.check];
    const comparison = compare(rule, label.value, row?.verdict);
    totals[comparison] += 1;
    if (comparison === 'agrees' || comparison === 'open') continue;
    const said = oneLine(row?.found ?? row?.reason ?? '', 200);
    const line = `${rule.check}: ${row?.verdict} (${said}); label ${rule.property} "${label.value}" ${oneLine(label.note, 80)}`;
    print('', `${comparison.toUpperCase()} ${line}`);
    if (comparison !== 'undetermined') wrong.push(`${repo} ${comparison} ${rule.check} ${out}`);
  }
}
process.stdout.write(
  `\n${Object.entries(totals)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')}\n`,
);
for (const line of wrong) process.stdout.write(`${line}\n`);

function print(repo: string, text: string): void {
  process.stdout.write(`${repo.padEnd(50)} ${text}\n`);
}

async function grade(target: string, out: string): Promise<{ code: number; stderr: string }> {
  const cli = join(PROJECT, 'src/cli.ts');
  const args = [cli, 'grade', target, '--offline', '--out', out, '--deadline', DEADLINE];
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => (stderr = (stderr + piece.toString()).slice(-20_000)));
  const [code] = z
    .tuple([z.number().nullable()])
    .rest(z.unknown())
    .parse(await once(child, 'close'));
  return { code: code ?? 1, stderr };
}
