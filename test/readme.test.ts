import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkIndex } from '../checks/index.generated.ts';
import { PROJECT } from '../src/version.ts';

const read = (name: string) => readFileSync(`${PROJECT}/${name}`, 'utf8');
const readme = read('README.md');

test('the README lists every check in its area', () => {
  let area = '';
  const listed = [...readme.matchAll(/^\| (\w*) +\| `([a-z0-9-]+)` +\| .+\|$/gm)].map(([, first, id]) => {
    area = first || area;
    return [id, area];
  });
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(Object.values(checkIndex).map((one) => [one.id, one.area])));
});

test('the README counts as the rubric does', () => {
  const entries = z.array(z.object({ checks: z.array(z.unknown()) }));
  const { mistakes, milestones } = z
    .object({ mistakes: entries, milestones: entries })
    .parse(parse(read('rubrics/backend-roadmap.yaml')));
  const decided = (all: typeof mistakes) => all.filter(({ checks }) => checks.length > 0).length;
  const checks = (all: typeof mistakes) => all.flatMap((one) => one.checks).length;
  expect(readme.replace(/\s+/g, ' ')).toContain(
    `${Object.keys(checkIndex).length} checks. ${checks(mistakes)} of them decide ${decided(mistakes)} of the ${mistakes.length} mistakes in the rubric, the other ${checks(milestones)} decide ${decided(milestones)} of its ${milestones.length} milestones.`,
  );
});
