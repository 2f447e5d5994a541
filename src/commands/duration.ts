const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `20m`, `1h` in milliseconds, or undefined. */
export function parseDuration(text: string): number | undefined {
  const { number, unit } = /^(?<number>\d{1,4})(?<unit>[smh])$/.exec(text)?.groups ?? {};
  if (number === undefined || Number(number) === 0) return undefined;
  if (unit === 's' || unit === 'm' || unit === 'h') return Number(number) * UNITS[unit];
  return undefined;
}
