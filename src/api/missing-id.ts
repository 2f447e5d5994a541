/** Two ids of the same kind as `id` that nothing has: of numbers, UUIDs, ObjectIds, and otherwise words of the same length. */
export function missingIds(id: string): readonly [string, string] {
  if (/^\d+$/.test(id)) return ['2147480001', '2147480002'];
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id)) {
    const version = id[14] ?? '4';
    return [`f47ac10b-58cc-${version}372-a567-0e02b2c3d479`, `f47ac10b-58cc-${version}372-a567-0e02b2c3d480`];
  }
  if (/^[0-9a-f]{24}$/i.test(id)) return ['64f1a2b3c4d5e6f7a8b9c0d1', '64f1a2b3c4d5e6f7a8b9c0d2'];
  const word = 'zqxwvut'.repeat(10).slice(0, Math.max(4, id.length - 1));
  return [`${word}1`, `${word}2`];
}
