const HEX = /^(?:\\x|0x)?((?:[0-9a-f]{2})+)$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/;
const CRYPT_BASE64 = /^[A-Za-z0-9./]+$/;

/** The bytes behind printable text: hexadecimal (also as PostgreSQL prints bytea), base64, base64url, or the base64 with dots of passlib. */
export function decode(text: string): Buffer | undefined {
  const hex = HEX.exec(text)?.[1];
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  if (BASE64.test(text)) return Buffer.from(text, 'base64');
  if (BASE64URL.test(text)) return Buffer.from(text, 'base64url');
  if (CRYPT_BASE64.test(text)) return fromCryptBase64(text);
  return undefined;
}

/** passlib's base64: no padding, and a dot where others write a plus sign. */
export function fromCryptBase64(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
