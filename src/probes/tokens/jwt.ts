import { createHmac, timingSafeEqual } from 'node:crypto';
import { isJsonObject, readJson, type Json, type JsonObject } from '../../json.ts';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** A JWT inside a longer text, such as the value of a cookie. */
const INSIDE = /(?<![\w.-])[\w-]+\.[\w-]+\.[\w-]+(?![\w.-])/;
const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** A JWT that a credential is, or that one of its cookies holds. */
export interface Jwt {
  readonly text: string;
  readonly algorithm: string;
  readonly claims: JsonObject;
}

/** The JWT in a credential. Three parts alone do not make one: signed cookies of other kinds have as many. */
export function findJwt(credential: string): Jwt | undefined {
  const text = INSIDE.exec(credential)?.[0];
  if (text === undefined || !JWT.test(text)) return undefined;
  const algorithm = readPart(text, 0)?.['alg'];
  const claims = readPart(text, 1);
  return claims && typeof algorithm === 'string' ? { text, algorithm: algorithm.slice(0, 20), claims } : undefined;
}

function readPart(token: string, part: 0 | 1): JsonObject | undefined {
  const read = readJson(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());
  return isJsonObject(read) ? read : undefined;
}

const encoded = (json: Json) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** The same claims with the algorithm "none", in one of its spellings, and no signature. */
export function unsigned(jwt: Jwt, spelling: 'none' | 'None' | 'NONE'): string {
  return `${encoded({ alg: spelling, typ: 'JWT' })}.${jwt.text.split('.')[1] ?? ''}.`;
}

/** One more claim under the old signature. */
export function edited(jwt: Jwt): string {
  const [header = '', , signature = ''] = jwt.text.split('.');
  return [header, encoded({ ...jwt.claims, forged: true }), signature].join('.');
}

/** One more claim, signed anew with a secret. */
export function resigned(jwt: Jwt, secret: string): string {
  const signed = `${jwt.text.split('.')[0] ?? ''}.${encoded({ ...jwt.claims, forged: true })}`;
  return `${signed}.${signatureOf(jwt, signed, secret)?.toString('base64url') ?? ''}`;
}

/** Whether the token was signed with this secret; false for every algorithm without one. */
export function isSignedWith(jwt: Jwt, secret: string): boolean {
  const [header = '', claims = '', signature = ''] = jwt.text.split('.');
  const made = signatureOf(jwt, `${header}.${claims}`, secret);
  const given = Buffer.from(signature, 'base64url');
  return made !== undefined && made.length === given.length && timingSafeEqual(made, given);
}

function signatureOf({ algorithm }: Jwt, signed: string, secret: string): Buffer | undefined {
  const hash = HASHES[algorithm];
  return hash === undefined ? undefined : createHmac(hash, secret).update(signed).digest();
}
