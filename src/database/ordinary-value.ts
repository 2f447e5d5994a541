const ORDINARY = [
  /^.{0,7}$/,
  /^[+-]?\d+(?:\.\d+)?$/,
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/,
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  /^https?:\/\//,
  // A JSON Web Token
  /^eyJ[\w-]+\.eyJ[\w-]+\./,
];

/** Whether a value shows by its form that it is no stored password: a number, a date, a UUID, an address, a token. */
export function isOrdinaryValue(text: string): boolean {
  return ORDINARY.some((pattern) => pattern.test(text));
}
