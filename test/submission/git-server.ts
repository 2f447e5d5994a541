import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

interface ServerOptions {
  readonly silent?: boolean;
  /** The Authorization header without which everything is answered 401. */
  readonly authorization?: string;
  /** Where every request is sent on to. */
  readonly redirect?: string;
  /** Called with the Authorization header of each request. */
  readonly onRequest?: (authorization: string | undefined) => void;
}

/** Serves the repositories below a folder by `git http-backend` on 127.0.0.1; returns the address. */
export async function gitServer(root: string, options: ServerOptions = {}): Promise<string> {
  const server = createServer((request, response) => {
    if (options.silent) return;
    const { authorization } = request.headers;
    options.onRequest?.(authorization);
    if (options.redirect !== undefined) {
      response.writeHead(302, { location: options.redirect + (request.url ?? '') }).end();
      return;
    }
    if (options.authorization !== undefined && authorization !== options.authorization) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const backend = spawn('git', ['-c', 'safe.directory=*', 'http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: decodeURIComponent(pathname),
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        GIT_PROTOCOL: [request.headers['git-protocol'] ?? ''].flat()[0],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      },
    });
    request.pipe(backend.stdin);
    const pieces: Buffer[] = [];
    backend.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    backend.stdout.on('end', () => {
      const output = Buffer.concat(pieces);
      const end = output.indexOf('\r\n\r\n');
      const fields = output.toString('latin1', 0, end).split('\r\n').map((line) => line.split(': ')); // prettier-ignore
      for (const [name = '', value = ''] of fields) if (name === 'Status') response.statusCode = Number.parseInt(value, 10); else response.setHeader(name, value); // prettier-ignore
      response.end(output.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}
