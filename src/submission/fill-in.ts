/** `${NAME}`, `${NAME:-otherwise}`, `$NAME`; null when one of them has no value. */
export function fillIn(text: string, valueOf: (name: string) => string | undefined): string | null {
  let isWhole = true;
  const filled = text.replace(
    /\$\{(\w+)(?::?([-?+])([^}]*))?\}|\$(\w+)/g,
    (_, braced?: string, sign?: string, word?: string, bare?: string) => {
      const value = valueOf(braced ?? bare ?? '') ?? (sign === '-' ? word : undefined);
      if (value === undefined || value === '') isWhole = false;
      return value ?? '';
    },
  );
  return isWhole ? filled : null;
}
