import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Scorecard } from '../../src/grading/scorecard.ts';
import { PROJECT } from '../../src/version.ts';
import { leftInDocker, newRunFolder, readScorecard, roadworthy, type Outcome } from './roadworthy.ts';
import { withHistory } from './with-history.ts';

const submissions = join(PROJECT, 'test/submissions');
const expectations = z.object({
  letter: z.string(),
  checks: z.record(z.string(), z.object({ verdict: z.string(), because: z.string() })),
});
const expected = (name: string) =>
  expectations.parse(JSON.parse(readFileSync(join(submissions, `${name}.expectations.json`), 'utf8')));
const verdicts = (scorecard: Scorecard) =>
  Object.fromEntries(Object.entries(scorecard.checks).map(([id, check]) => [id, check.verdict]));
/** What must be equal when the same commit is graded again: verdict, found and score, but no times. */
const lasting = ({ headline, checks }: Scorecard) => ({
  headline,
  checks: Object.fromEntries(Object.entries(checks).map(([id, check]) => [id, [check.verdict, check.found ?? check.reason]])),
});

describe.each(['tasks-express', 'tasks-express-flawed'])('%s', (name) => {
  const folder = newRunFolder();
  let outcome: Outcome;
  let scorecard: Scorecard;

  beforeAll(async () => {
    outcome = await roadworthy(['grade', withHistory(join(submissions, name)), '--out', folder]);
    scorecard = readScorecard(folder);
  });

  test('gets the letter and the verdicts that it was written for', () => {
    const { letter, checks } = expected(name);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(verdicts(scorecard)).toEqual(Object.fromEntries(Object.entries(checks).map(([id, { verdict }]) => [id, verdict])));
    expect(scorecard.headline.letter).toBe(letter);
  });

  test('was measured nearly whole', () => expect(scorecard.headline.coverage).toBeGreaterThanOrEqual(0.95));

  test('ran without a way out, and the control beside it had one', () => {
    const { egress } = scorecard.run;
    expect(egress?.closed).toBe(true);
    expect(egress?.inside.length).toBeGreaterThan(3);
    expect(egress?.control.some((one) => one.open)).toBe(true);
  });

  test('has its page, and says on the last line where', () => {
    const html = readFileSync(join(folder, 'scorecard.html'), 'utf8');
    expect(html).toContain(scorecard.run.submission.commit.slice(0, 7));
    expect(html).not.toMatch(/<script/i);
    expect(outcome.stdout.trimEnd().split('\n').at(-1)).toContain(join(folder, 'scorecard.html'));
  });

  test('holds no password and no token in any file', () => {
    for (const file of [
      'exchanges.jsonl',
      'scorecard.json',
      'scorecard.html',
      'summary.md',
      'junit.xml',
      'results.sarif',
      'artifacts/stored-values.json',
      'artifacts/identities.json',
    ]) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text, file).not.toMatch(/Rw7-kestrel|Rw9-Harrier/);
      expect(text, file).not.toMatch(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/);
    }
  });

  test('is judged again from its run folder to the same scorecard', async () => {
    const again = await roadworthy(['judge', folder, '--json'], { env: { DOCKER_HOST: 'unix:///nonexistent.sock' } });
    expect(again.code, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(JSON.stringify(scorecard)));
  });

  test('leaves nothing in Docker', async () => expect(await leftInDocker()).toEqual([]));
});

test('the same commit gets the same grade, and the folder without history says what it could not see', async () => {
  const [one, two, bare] = [newRunFolder(), newRunFolder(), newRunFolder()];
  const flawed = join(submissions, 'tasks-express-flawed');
  await roadworthy(['grade', withHistory(flawed), '--out', one]);
  await roadworthy(['grade', withHistory(flawed), '--out', two]);
  expect(lasting(readScorecard(two))).toEqual(lasting(readScorecard(one)));
  await roadworthy(['grade', join(submissions, 'tasks-express'), '--out', bare, '--only', 'code']);
  const secrets = readScorecard(bare).checks['secret-in-history'];
  expect(secrets?.verdict).toBe('inconclusive');
  expect(secrets?.reason).toMatch(/history/);
});
