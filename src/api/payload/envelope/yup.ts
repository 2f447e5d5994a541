import type { ObjectReader, TextReader } from './field-hint.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

/** An entry of `inner`: `{ path, type, message }`. */
export const readYupError: ObjectReader = ({ path, message, errors, type }) => {
  if (typeof path !== 'string' || typeof message !== 'string' || typeof type !== 'string') return undefined;
  const isYup = Array.isArray(errors) || /is a required field|^this (?:field )?|must be |is invalid/.test(message);
  if (!isYup) return undefined;
  if (type === 'noUnknown') return unknownKeys(message);
  return hintAt('yup', path, readRule(message), message);
};

const SENTENCE =
  /^([a-z_$][\w$]*(?:[.[][\w$\]]+)*) (is a required field|must be a `.*|must be (?:at least|at most) .*|must be a valid (?:email|URL|UUID)|must match the following.*|must be an integer$|must be (?:less|greater) than.*)$/;

export const readYupMessage: TextReader = (text) => {
  if (/^this field has unspecified keys: /.test(text)) return unknownKeys(text);
  const [, path, rest = ''] = SENTENCE.exec(text) ?? [];
  return path === undefined ? [] : hintAt('yup', path, readRule(rest), text);
};

function unknownKeys(text: string) {
  return (text.split('unspecified keys: ')[1] ?? '')
    .split(', ')
    .flatMap((key) => hintAt('yup', key, { problem: 'unknown-field' }, text));
}
