import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyCheck } from '../src/grading/check.ts';
import type { JudgedVerdict, VerdictName } from '../src/grading/verdict.ts';

/** One case: inputs recorded from a run (`fixture`, a file beside the test), changed by `change` where it says so, and what they come to. */
interface Case {
  readonly name: string;
  readonly fixture: string;
  /** Replaces parts of the recorded inputs: what another submission would have shown. */
  readonly change?: (inputs: never) => unknown;
  readonly expect?: { readonly found?: string | RegExp; readonly reason?: string | RegExp };
}

type Cases = { readonly pass: readonly Case[]; readonly fail: readonly Case[] } & {
  readonly [verdict in VerdictName]?: readonly Case[];
};

/** The table of a check's cases. It refuses a check that was never seen to pass and to fail on recorded inputs. */
export function checkTester(check: AnyCheck, testFile: string, cases: Cases): void {
  describe(check.id, () => {
    test('has a recorded case that passes and one that fails', () => {
      const failing = [...cases.fail, ...(cases.partial ?? [])];
      expect(cases.pass.some((one) => one.change === undefined)).toBe(true);
      expect(failing.some((one) => one.change === undefined)).toBe(true);
    });
    test('is named like its file', () => expect(basename(testFile)).toBe(`${check.id}.test.ts`));
    for (const [verdict, list] of Object.entries(cases)) {
      for (const one of list) {
        test(`${verdict}: ${one.name}`, () => {
          const judged = judge(check, read(testFile, check.id, one));
          expect(judged.verdict, JSON.stringify(judged)).toBe(verdict);
          if (one.expect?.found !== undefined) expect('found' in judged ? judged.found : undefined).toMatch(one.expect.found);
          if (one.expect?.reason !== undefined) expect('reason' in judged ? judged.reason : undefined).toMatch(one.expect.reason);
        });
      }
    }
  });
}

function read(testFile: string, id: string, { fixture, change }: Case): unknown {
  const inputs: unknown = JSON.parse(readFileSync(join(dirname(testFile), 'fixtures', id, `${fixture}.json`), 'utf8'));
  return change ? Reflect.apply(change, undefined, [inputs]) : inputs;
}

function judge(check: AnyCheck, inputs: unknown): JudgedVerdict {
  const asked: (given: never) => JudgedVerdict = (given) => check.judge(given);
  return Reflect.apply(asked, undefined, [inputs]);
}
