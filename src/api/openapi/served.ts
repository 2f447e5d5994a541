import type { Client, Reply } from '../client.ts';
import type { ProposedOperation } from '../operation.ts';
import { findDocumentLinks } from './document-links.ts';
import { readOpenApi } from './read.ts';
import { DOCUMENT_ADDRESSES, PAGE_ADDRESSES } from './well-known.ts';

export interface ServedDocument {
  readonly at: string;
  readonly operations: readonly ProposedOperation[];
  readonly basePaths: readonly string[];
  readonly notes: readonly string[];
}

/** A stack may count requests: the search for documents is no reason to be shut out of it. */
const BUDGET = 60;
const DOCUMENT_NAME = /openapi|swagger|api-?docs?|apispec|\/docs?(?:$|\/|-|\.)|schema|documentation|redoc|reference/i;

/**
 * The OpenAPI document that the app serves, if it does. `routes` are paths that are known to be there: those that sound like a
 * document come first; well-known addresses follow, at the root and below `prefixes`. The first document that can be read ends the search.
 */
export async function findServedDocument(
  client: Client,
  routes: readonly string[],
  prefixes: readonly string[],
): Promise<ServedDocument | undefined> {
  const known = routes.filter((path) => DOCUMENT_NAME.test(path) && !path.includes('{'));
  const addresses = [...known, ...DOCUMENT_ADDRESSES.slice(0, 12), ...PAGE_ADDRESSES.slice(0, 5)];
  const below = prefixes.flatMap((prefix) =>
    [...DOCUMENT_ADDRESSES.slice(0, 7), ...PAGE_ADDRESSES.slice(0, 2)].map((address) => prefix + address),
  );
  const rest = [...DOCUMENT_ADDRESSES.slice(12), ...PAGE_ADDRESSES.slice(5)];
  const queue = [...new Set([...addresses, ...below, ...rest])];
  const asked = new Set<string>();
  for (let at = queue.shift(); at !== undefined && asked.size < BUDGET; at = queue.shift()) {
    if (asked.has(at)) continue;
    asked.add(at);
    const reply = await client.send('anonymous', {
      method: 'GET',
      path: at,
      headers: { accept: 'application/json, application/yaml, text/html;q=0.5' },
    });
    if (reply.status === 429) return undefined;
    if (!reply.ok) {
      const onward = sameHostRedirect(reply, at);
      if (onward !== undefined) queue.unshift(onward);
      continue;
    }
    const found = await readReply(reply, at);
    if (found) return found;
    if (!isPage(reply)) continue;
    const links = findDocumentLinks(reply.text, at);
    queue.unshift(...[...links.documents, ...links.scripts].filter((address) => !asked.has(address)).slice(0, 6));
  }
  return undefined;
}

const isPage = (reply: Reply) => /html|javascript/.test(reply.headers['content-type'] ?? '');

async function readReply(reply: Reply, at: string): Promise<ServedDocument | undefined> {
  const embedded = isPage(reply) ? findDocumentLinks(reply.text, at).embedded : undefined;
  const text = embedded ?? (looksLikeDocument(reply.text) ? reply.text : undefined);
  if (text === undefined) return undefined;
  const document = await readOpenApi(text, { kind: 'openapi-served', at });
  return 'refused' in document
    ? undefined
    : { at, operations: document.operations, basePaths: document.basePaths, notes: document.notes };
}

function looksLikeDocument(text: string): boolean {
  return /["']?(?:openapi|swagger)["']?\s*:/.test(text.slice(0, 20_000)) && /["']?paths["']?\s*:/.test(text);
}

function sameHostRedirect(reply: Reply, at: string): string | undefined {
  const { location } = reply.headers;
  if (location === undefined || reply.status < 300 || reply.status >= 400) return undefined;
  const url = URL.parse(location, `http://stack${at}`);
  return url?.hostname === 'stack' ? url.pathname : undefined;
}
