import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatabaseReader } from '../../../src/database/database.ts';
import { connectPostgres } from '../../../src/database/postgres/connect-postgres.ts';

/** Speaks just enough of PostgreSQL's protocol to misbehave: what it says first, and what it says to every statement. */
interface Script {
  readonly hello: (socket: Socket) => void;
  readonly answer?: (socket: Socket) => void;
}

const message = (code: string, body: Buffer = Buffer.alloc(0)) => {
  const head = Buffer.alloc(5);
  head.write(code);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const authentication = (kind: number, rest = Buffer.alloc(0)) => message('R', Buffer.concat([int32(kind), rest]));
const READY = message('Z', Buffer.from('I'));
const welcome = (socket: Socket) => socket.write(Buffer.concat([authentication(0), READY]));
/** One value of one megabyte. */
const ROW = message('D', Buffer.concat([Buffer.from([0, 1]), int32(2 ** 20), Buffer.alloc(2 ** 20, 'x')]));

let server: Server;
let received: Buffer;
let script: Script;

beforeEach(async () => {
  received = Buffer.alloc(0);
  server = createServer((socket) => {
    let greeted = false;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (greeted) script.answer?.(socket);
      else script.hello(socket);
      greeted = true;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => void server.close());

describe('a server that does not keep to the rules', () => {
  test('never answers', async () => {
    script = { hello: () => {} };
    await expect(connect(300)).rejects.toMatchObject({ code: 'database-timeout', fault: 'submission' });
  });

  test('answers the login, but no statement', async () => {
    script = { hello: welcome };
    const reader = await connect(500);
    await expect(reader.tables()).rejects.toMatchObject({ code: 'database-timeout' });
    await reader.close();
  });

  test('sends without end', async () => {
    script = { hello: welcome, answer: (socket) => flood(socket) };
    const reader = await connect(20_000);
    await expect(reader.tables()).rejects.toMatchObject({ code: 'database-flood', fault: 'submission' });
    await reader.close();
  });

  test('announces a message of two gigabytes', async () => {
    const huge = Buffer.concat([Buffer.from('D'), int32(2 ** 31 - 1), Buffer.alloc(100)]);
    script = { hello: welcome, answer: (socket) => socket.write(huge) };
    const reader = await connect(500);
    await expect(reader.tables()).rejects.toMatchObject({ code: 'database-timeout' });
    await reader.close();
  });

  test('hangs up', async () => {
    script = { hello: welcome, answer: (socket) => socket.destroy() };
    const reader = await connect(5000);
    await expect(reader.tables()).rejects.toMatchObject({ code: 'database-lost', fault: 'submission' });
    await reader.close();
  });

  test('talks nonsense', async () => {
    script = { hello: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n') };
    await expect(connect(2000)).rejects.toMatchObject({ code: expect.stringMatching(/^database-/) });
  });

  test('asks for two billion rounds of SCRAM', async () => {
    const mechanisms = Buffer.from('SCRAM-SHA-256\0\0');
    script = {
      hello: (socket) => socket.write(authentication(10, mechanisms)),
      answer: (socket) => {
        const nonce = /r=([^,\0]+)/.exec(received.toString('latin1'))?.[1] ?? '';
        socket.write(authentication(11, Buffer.from(`r=${nonce}abc,s=c2FsdHNhbHQ=,i=2000000000`)));
      },
    };
    const start = performance.now();
    await expect(connect(5000)).rejects.toMatchObject({ code: 'database-login-refused' });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('does not get the password of our own environment', async () => {
    process.env['PGPASSWORD'] = 'ours-and-nobody-elses';
    script = { hello: (socket) => socket.write(authentication(3)), answer: (socket) => socket.end() };
    await expect(connect(2000, '')).rejects.toThrow();
    delete process.env['PGPASSWORD'];
    expect(received.toString('latin1')).not.toContain('ours-and-nobody-elses');
  });
});

function connect(deadlineMs: number, password = 'secret'): Promise<DatabaseReader> {
  const { port } = server.address() as AddressInfo;
  return connectPostgres({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', deadlineMs });
}

function flood(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.write(ROW)) setImmediate(flood, socket);
  else socket.once('drain', () => flood(socket));
}
