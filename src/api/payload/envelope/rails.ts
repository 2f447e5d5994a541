import type { FieldHint, TextReader } from './field-hint.ts';
import { camelCase, snakeCase } from './field-path.ts';
import { hintAt } from './hint.ts';
import { readRule } from './read-rule.ts';

const WRAPPER = /param is missing or the value is empty(?: or invalid)?: (\w{1,60})/;
const FULL =
  /^(?!The |This |Your |You |It |Some |Request|Input|Body|Data|Token|Value|Password )([A-Z][a-z]+(?: [a-z]+){0,3}) (can't be blank|can't be empty|must exist|is too (?:short|long).*|has already been taken|is not (?:a number|included in the list)|is invalid|must be (?:greater|less|an integer|equal).*)$/;

/** `param is missing …: task` names the wrapper; full messages begin with the name as Rails humanises it. */
export const readRailsText: TextReader = (text) => {
  const wrapper = WRAPPER.exec(text)?.[1];
  if (wrapper !== undefined) return hintAt('rails', wrapper, { problem: 'wrapper' }, text);
  return text.split(/, (?=[A-Z])/).flatMap((part): FieldHint[] => {
    const [, name, rest = ''] = FULL.exec(part.trim().replace(/^Validation failed: /, '')) ?? [];
    if (name === undefined) return [];
    // a missing record is asked for by its id
    if (rest === 'must exist') return hintAt('rails', `${snakeCase(name)}_id`, { problem: 'required' }, part);
    const aliases = [camelCase(name)].filter((alias) => alias !== snakeCase(name));
    return hintAt('rails', snakeCase(name), readRule(rest), part).map((hint) => ({
      ...hint,
      ...(aliases.length > 0 && { aliases }),
    }));
  });
};
