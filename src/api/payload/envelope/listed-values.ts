const MAX_VALUES = 50;

/** The values that a message offers: `one of [low, medium]`, `'low' | 'medium'`, `must be one of the following values: low, medium`. */
export function listedValues(text: string): string[] {
  const part =
    /values accepted for Enum class: ?\[([^\]]{1,500})\]/.exec(text)?.[1] ??
    offered(text).replace(/[,;]? (?:received|but (?:got|the)|got|provided|you|instead)\b.*$/i, '');
  const quoted = [...part.matchAll(/(["'`])([^"'`]{1,60})\1/g)].map((match) => match[2] ?? '');
  if (quoted.length > 0) return quoted.slice(0, MAX_VALUES);
  return part
    .split(/[,|]|\/|\bor\b|\band\b|\s+(?=[A-Z_]+\b)/)
    .map((value) => value.trim().replace(/^[[({]+|[\])}.]+$/g, ''))
    .filter((value) => /^[\w -]{1,40}$/.test(value))
    .slice(0, MAX_VALUES);
}

/** What stands behind the words that announce a list. */
function offered(text: string): string {
  const announced =
    /(?:\bone of(?: the following)?(?: values| options)?:?|\beither\b|allowed values(?: are)?:?|valid (?:values|options)(?: are)?:?|accepted values(?: are)?:?|must be any of:?|Expected|should be|must be in:?)\s*([\s\S]{1,500})$/i.exec(
      text,
    )?.[1];
  return announced === undefined || /^the allowed values/.test(announced) ? '' : announced;
}
