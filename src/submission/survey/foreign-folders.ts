const FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|\.venv|venv|site-packages|__pycache__|\.next|\.gradle|\.terraform)\//;

/** Whether a path lies in a folder of code by others that was committed with the author's own. */
export function isForeign(path: string): boolean {
  return FOREIGN.test(path);
}

/** Nearest to the top first, then by name. */
export function byDepth(one: string, other: string): number {
  return one.split('/').length - other.split('/').length || (one < other ? -1 : 1);
}
