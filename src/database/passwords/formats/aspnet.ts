import type { Format } from '../recognised-hash.ts';
import { pbkdf2Hash } from './pbkdf2.ts';

const V3_HASHES = ['sha1', 'sha256', 'sha512'] as const;
const V3_HEADER = 13;
const V2_LENGTH = 49;

/**
 * ASP.NET Core Identity: base64 of a marker byte, then the parts.
 * Version 3 writes hash, iterations and salt length as big-endian numbers; version 2 is always PBKDF2-SHA1 with 1000 iterations.
 * https://github.com/dotnet/aspnetcore/blob/main/src/Identity/Extensions.Core/src/PasswordHasher.cs
 */
export const recogniseAspNet: Format = (value) => {
  if (!/^A[A-Za-z0-9+/]{60,400}={0,2}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  return bytes[0] === 1 ? version3(bytes) : version2(bytes);
};

function version3(bytes: Buffer) {
  if (bytes.length < V3_HEADER + 16) return undefined;
  const hash = V3_HASHES[bytes.readUInt32BE(1)];
  const iterations = bytes.readUInt32BE(5);
  const saltLength = bytes.readUInt32BE(9);
  const key = bytes.subarray(V3_HEADER + saltLength);
  if (hash === undefined || saltLength < 8 || saltLength > 128 || key.length < 16) return undefined;
  const salt = bytes.subarray(V3_HEADER, V3_HEADER + saltLength);
  return pbkdf2Hash({ scheme: 'PBKDF2 (ASP.NET Identity v3)', hash, iterations, salt, key });
}

function version2(bytes: Buffer) {
  if (bytes[0] !== 0 || bytes.length !== V2_LENGTH) return undefined;
  const parts = { salt: bytes.subarray(1, 17), key: bytes.subarray(17) };
  return pbkdf2Hash({ scheme: 'PBKDF2 (ASP.NET Identity v2)', hash: 'sha1', iterations: 1000, ...parts });
}
