import type { FieldHint, TextReader } from './field-hint.ts';

const READINGS: readonly (readonly [RegExp, string?])[] = [
  [/Illegal arguments: (?:undefined|null), (?:string|number)/, 'password'],
  [/data and (?:salt|hash) arguments required/, 'password'],
  [/KeyError: '(\w{1,60})'/],
  [/Cannot destructure property '(\w{1,60})'/],
  [/Undefined (?:array key|index):? "?(\w{1,60})"?/],
  [/WHERE parameter "(\w{1,60})" has invalid "undefined" value/],
];

/** What a language says when a handler uses a field that was not sent. The name may be of something else: it is not certain. */
export const readRuntimeText: TextReader = (text) =>
  READINGS.flatMap(([pattern, name]): FieldHint[] => {
    const match = pattern.exec(text);
    const field = name ?? match?.[1];
    return match && field !== undefined
      ? [{ path: [field], problem: 'required', producer: 'runtime', certain: false, text: match[0] }]
      : [];
  });
