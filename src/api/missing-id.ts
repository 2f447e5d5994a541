/**
 * Two ids of the same kind as `id` that nothing has: of numbers, UUIDs, ObjectIds; otherwise the same letters and digits with
 * others at the end, so that a cuid stays a cuid, a ULID a ULID, and what validates the shape of ids lets them through.
 */
export function missingIds(id: string): readonly [string, string] {
  if (/^\d+$/.test(id)) return ['2147480001', '2147480002'];
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id)) {
    const version = id[14] ?? '4';
    return [`f47ac10b-58cc-${version}372-a567-0e02b2c3d479`, `f47ac10b-58cc-${version}372-a567-0e02b2c3d480`];
  }
  if (/^[0-9a-f]{24}$/i.test(id)) return ['64f1a2b3c4d5e6f7a8b9c0d1', '64f1a2b3c4d5e6f7a8b9c0d2'];
  const tail = /[a-z\d]{6,}$/i.exec(id)?.[0].slice(-8);
  if (tail !== undefined) return [id.slice(0, -tail.length) + shifted(tail, 1), id.slice(0, -tail.length) + shifted(tail, 3)];
  const word = 'zqxwvut'.repeat(10).slice(0, Math.max(4, id.length - 1));
  return [`${word}1`, `${word}2`];
}

/** Digits become other digits, letters other letters of the same case, from a to f: these are in every alphabet that ids are made of. */
function shifted(text: string, by: number): string {
  return text.replace(/[a-z\d]/gi, (char) => {
    if (/\d/.test(char)) return String(((Number(char) + 2 + by) % 9) + 1);
    const letter = 'abcdef'[(char.toLowerCase().charCodeAt(0) - 97 + by) % 6] ?? 'a';
    return char === char.toLowerCase() ? letter : letter.toUpperCase();
  });
}
