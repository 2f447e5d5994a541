import { fieldWords } from '../values/field-words.ts';
import type { Role } from './payload.ts';

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [
    /(?:confirm|repeat|again|verify|re ?type|re ?enter|check).*pass|pass.*(?:confirm|repeat|again|verif|2$)|^confirm$|^repeat$|^re password$/,
    'confirm-password',
  ],
  [/^(?:new |user |plain )?pass ?(?:word|wd|phrase)?(?: ?1| digest)?$|^pwd$|^secret$/, 'password'],
  [/\be ?mail\b|^mail$/, 'email'],
  [/^(?:user ?name|login(?: name)?|identifier|handle|nick ?name|user)$/, 'username'],
  [/^(?:first|given|f) ?name$/, 'first-name'],
  [/^(?:last|family|sur|l) ?name$/, 'last-name'],
  [/^(?:full |display |real |your )?name$/, 'name'],
  [/^(?:phone|mobile|tel|telephone|phone ?number|mobile ?number)$/, 'phone'],
];

/** What a field means in a registration or a login, or undefined. */
export function accountRole(fieldName: string): Role | undefined {
  const words = fieldWords(fieldName);
  return ROLES.find(([pattern]) => pattern.test(words))?.[1];
}

/** Whether these fields are those of an account: a password stands among them. */
export function isAccount(fieldNames: readonly string[]): boolean {
  return fieldNames.some((name) => accountRole(name) === 'password');
}
