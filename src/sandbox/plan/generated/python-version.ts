/** Has wheels for what was pinned since 2022 and runs what is published today. */
const USUAL = 11;
const NEWEST = 13;

/** The minor version of Python 3 to run: as a version file says, else one that the range allows, near the usual one. */
export function pythonMinor(versionFile: string | undefined, range: string | undefined, atLeast = 0): number {
  const exact = /(?:^|[\s-])3\.(\d{1,2})/.exec(versionFile ?? '')?.[1];
  if (exact !== undefined) return Number(exact);
  let low = atLeast;
  let high = NEWEST;
  for (const [, sign = '', minor = '', patch = ''] of (range ?? '').matchAll(/([<>=~^!]*)\s*3\.(\d{1,2})(\.[\d*]+)?/g)) {
    const number = Number(minor);
    if (sign === '==' || sign === '' || (sign === '~=' && patch !== '') || sign === '~') low = high = number;
    else if (sign === '<') high = Math.min(high, patch === '' || patch === '.0' ? number - 1 : number);
    else if (sign === '<=') high = Math.min(high, number);
    else if (sign === '>') low = Math.max(low, patch === '' ? number + 1 : number);
    else if (sign !== '!=') low = Math.max(low, number);
  }
  return Math.max(low, Math.min(high, USUAL));
}
