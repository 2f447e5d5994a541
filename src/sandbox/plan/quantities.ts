const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `1m30s` in milliseconds; undefined when it is none. */
export function durationMs(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w))+$/.test(text)) return text === '0' ? 0 : undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhdw])/g))
    sum += Number(amount) * (UNITS_MS[unit ?? ''] ?? 0);
  return Math.round(sum);
}

/** `512m` in bytes; undefined when it is none, or no limit. */
export function sizeBytes(text: string | undefined): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)i?b?$/i.exec(text ?? '');
  if (!parts) return undefined;
  const bytes = Math.round(
    Number(parts[1]) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf((parts[2] ?? '').toLowerCase().replace('b', '')),
  );
  return bytes > 0 ? bytes : undefined;
}
