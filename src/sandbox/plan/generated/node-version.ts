/** Newest first among those that projects of the last years run on; the ones behind are for those that ask for them. */
const PREFERRED = [22, 24, 20, 18, 16, 14, 12, 26];

/** The major version of Node to run: as a version file says, else one that `engines.node` allows, else the long-term release. */
export function nodeMajor(versionFile: string | undefined, engines: string | undefined): number {
  const exact = /^\s*v?(\d{2})(?:\.|\s|$)/.exec(versionFile ?? '')?.[1];
  if (exact !== undefined) return Number(exact);
  return PREFERRED.find((major) => allows(engines ?? '*', major)) ?? 22;
}

/** Ranges as package.json has them, looked at by major version only. */
function allows(range: string, major: number): boolean {
  return range.split('||').some((alternative) =>
    alternative
      .replace(/\s+-\s+/g, ' <=')
      .replace(/([<>=^~]+)\s+/g, '$1')
      .trim()
      .split(/\s+/)
      .every((part) => {
        const [, sign = '', number = ''] = /^([<>=^~]*)v?(\d+)/.exec(part) ?? [];
        if (number === '') return true;
        const named = Number(number);
        if (sign.startsWith('>')) return major >= named;
        if (sign === '<=') return major <= named;
        if (sign === '<') return /^<v?\d+\.0*[1-9]/.test(part) ? major <= named : major < named;
        return major === named;
      }),
  );
}
