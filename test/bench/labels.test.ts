import { expect, test } from 'vitest';
import { compare, LABEL_RULES } from './labels.ts';

const passwords = LABEL_RULES[0];

test.each([
  ['bcrypt', 'pass', 'agrees'],
  ['bcrypt', 'fail', 'false accusation'],
  ['plain', 'partial', 'agrees'],
  ['argon2 on create, PLAIN on update', 'pass', 'missed'],
  ['plain', 'inconclusive', 'undetermined'],
  ['none', 'fail', 'open'],
  ['plain', 'not-applicable', 'open'],
  ['plain', undefined, 'open'],
] as const)('%s against %s: %s', (label, verdict, comparison) => {
  expect(passwords && compare(passwords, label, verdict)).toBe(comparison);
});
