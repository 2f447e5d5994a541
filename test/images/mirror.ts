// A read-only registry on 127.0.0.1 that the engine asks as its mirror. It answers any tag of the official images that it has a
// stand-in for with the nearest one; anything else is 404, as on a real registry. Started by setup.ts: mirror.ts <store> <port>
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ServerResponse, createServer } from 'node:http';
import { nearest } from './nearest.ts';
import { Store, manifestType } from './store.ts';

const [folder = '', port = ''] = process.argv.slice(2);
const store = new Store(folder);

/** Official names whose stand-in has another name. */
const aliases = new Map([
  ['mariadb', 'mysql'],
  ['openjdk', 'eclipse-temurin'],
  ['maven', 'eclipse-temurin'],
  ['amazoncorretto', 'eclipse-temurin'],
]);

const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

async function send(response: ServerResponse, digest: string, type: string, withBody: boolean): Promise<void> {
  const { size } = await stat(store.blobPath(digest));
  response.writeHead(200, { 'content-type': type, 'content-length': size, 'docker-content-digest': digest });
  if (withBody) createReadStream(store.blobPath(digest)).pipe(response);
  else response.end();
}

async function manifestDigest(name: string, reference: string): Promise<string | undefined> {
  if (isDigest(reference)) return reference;
  const tag = nearest(reference, await store.tags(name));
  return tag === undefined ? undefined : store.tagged(name, tag);
}

async function answer(path: string, withBody: boolean, response: ServerResponse): Promise<void> {
  if (path === '/v2/') {
    response.writeHead(200, { 'content-type': 'application/json', 'roadworthy-store': folder }).end('{}');
    return;
  }
  const [, official = '', kind, reference = ''] =
    /^\/v2\/library\/([a-z0-9._-]+)\/(manifests|blobs)\/([\w.:-]+)$/.exec(path) ?? [];
  if (kind === 'blobs' && isDigest(reference)) return send(response, reference, 'application/octet-stream', withBody);
  const digest = kind === 'manifests' ? await manifestDigest(aliases.get(official) ?? official, reference) : undefined;
  if (digest === undefined) throw new Error(`no stand-in for ${path}`);
  await send(response, digest, manifestType, withBody);
}

/** JSON is the only text a registry client can read an error from. */
function refuse(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"no stand-in"}]}');
}

createServer((request, response) => {
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead) answer(path, request.method === 'GET', response).catch(() => refuse(response));
  else refuse(response);
}).listen(Number(port), '127.0.0.1');
