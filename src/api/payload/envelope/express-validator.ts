import { textOf } from '../../../json.ts';
import type { ObjectReader } from './field-hint.ts';
import { isElsewhere } from './field-path.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

/** `{ msg, path, location }`, with `param` before version 7. "Invalid value" says nothing: what was absent is required. */
export const readExpressValidator: ObjectReader = ({ msg, path, param, location, value }) => {
  const field = path ?? param;
  if (typeof field !== 'string' || msg === undefined || (location === undefined && param === undefined)) return undefined;
  if (isElsewhere(location)) return [];
  const rule = readRule(textOf(msg));
  return hintAt(
    'express-validator',
    field,
    rule.problem === 'invalid' && value === undefined ? { problem: 'required' } : rule,
    textOf(msg),
  );
};
