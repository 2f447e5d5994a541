import { addressPath } from './base-paths.ts';

export interface DocumentLinks {
  /** Paths on the submission's own address at which the page expects its document, likeliest first. */
  readonly documents: readonly string[];
  /** Paths of scripts that may name the document: `swagger-ui-init.js`. */
  readonly scripts: readonly string[];
  /** The document itself, when the script carries it as swagger-ui-express and Nest do. */
  readonly embedded?: string;
}

const MAX_TEXT = 6 * 2 ** 20;
const MAX_LINKS = 20;
const URLS = [
  /["']?\b(?:url|configUrl|specUrl|spec-url|data-url|openapi_url)["']?\s{0,20}[:=]\s{0,20}["'`]([^"'`\s<>]{1,300})["'`]/g,
  /\b(?:href|content)\s{0,20}=\s{0,20}["']([^"'\s<>]{1,300}(?:openapi|swagger|api-docs)[^"'\s<>]{0,60}\.(?:json|ya?ml))["']/g,
];
const SCRIPT = /<script[^>]{0,300}\bsrc\s{0,20}=\s{0,20}["']([^"'\s<>]{1,300})["']/g;
const OWN_SCRIPT = /(?:swagger-ui-init|swagger-initializer|init|config|index)[^/]*\.js(?:\?.*)?$/i;
const DOCUMENT_KEYS = /["']?(?:swaggerDoc|spec|content|definition)["']?\s{0,20}:\s{0,20}(?=\{)/g;

/** Reads a documentation page, or a script of it, for the address of its document. `at` is the page's own path. */
export function findDocumentLinks(page: string, at = '/'): DocumentLinks {
  const text = decodeEntities(page.slice(0, MAX_TEXT));
  const own = (addresses: readonly string[]) =>
    [...new Set(addresses.map((address) => ownPath(address, at)).filter((path) => path !== undefined))].slice(0, MAX_LINKS);
  const documents = own(URLS.flatMap((pattern) => captures(text, pattern)));
  const scripts = own(captures(text, SCRIPT).filter((address) => OWN_SCRIPT.test(address)));
  const embedded = embeddedDocument(text);
  return { documents, scripts, ...(embedded !== undefined && { embedded }) };
}

function captures(text: string, pattern: RegExp): string[] {
  return matches(text, pattern, 200).map((match) => match[1] ?? '');
}

/** The first matches only: a hostile page has millions. */
function matches(text: string, pattern: RegExp, limit: number): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    if (found.push(match) === limit) break;
  }
  return found;
}

/** The path of an address on the submission itself; other hosts, such as the pet store that Swagger UI begins with, are no links. */
function ownPath(address: string, at: string): string | undefined {
  const isElsewhere =
    /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address) &&
    !/^(?:https?:)?\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$)/i.test(address);
  const path = isElsewhere ? undefined : addressPath(address, at);
  return path === at ? undefined : path;
}

function embeddedDocument(text: string): string | undefined {
  for (const match of matches(text, DOCUMENT_KEYS, 10)) {
    const found = balanced(text, match.index + match[0].length);
    if (found !== undefined && /["']?(?:openapi|swagger)["']?\s{0,20}:/.test(found.slice(0, 200_000))) return found;
  }
  return undefined;
}

/** The object that begins here, to the brace that closes it. */
function balanced(text: string, start: number): string | undefined {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote) {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return undefined;
}

function decodeEntities(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
