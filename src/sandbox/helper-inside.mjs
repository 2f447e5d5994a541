// Runs in our own containers beside a submission: `node helper-inside.mjs forward | inward <address> <port> <host> | sockets | egress <name> <host:port>…`
// Prints one JSON object a line. It needs nothing but Node, has no capabilities, and nobody but the engine can give it orders.
import { createSocket } from 'node:dgram';
import dns from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { createInterface } from 'node:readline';

const print = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);

/** Orders on stdin, `{"listen":"172.19.0.2:7001","to":"172.20.0.3:3000"}`, each answered by the same object, with `error` if it failed. */
function forward() {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const order = JSON.parse(line);
    const [host, port] = order.listen.split(':');
    const [toHost, toPort] = order.to.split(':');
    serverTo(toHost, Number(toPort))
      .on('error', (error) => print({ ...order, error: error.code }))
      .listen(Number(port), host, () => print(order));
  });
  serveNames();
  print({ ready: true });
}

function serverTo(host, port) {
  return net.createServer({ allowHalfOpen: true }, (client) => {
    const server = net.connect({ host, port, allowHalfOpen: true });
    join(client, server);
    join(server, client);
  });
}

/** In the network namespace of an app that listens on loopback alone: leads there from an address that can be reached. */
function inward([address, port, host]) {
  serverTo(host, Number(port))
    .on('error', (error) => print({ listen: address, error: error.code }))
    .listen(Number(port), address, () => print({ listen: address }));
}

function join(from, to) {
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
  from.pipe(to);
}

const NO_SUCH_NAME = 0x8183; // a response, recursion wanted and available, NXDOMAIN

/** The stack's name server: knows no name, says so at once (the engine's would take 10 s), and tells what was asked for. */
function serveNames() {
  const server = createSocket('udp4');
  server.on('error', (error) => print({ names: error.code }));
  server.on('message', (query, from) => {
    const { name, end } = readQuestion(query);
    print({ asked: name });
    const answer = Buffer.from(query.subarray(0, end));
    answer.writeUInt16BE(NO_SUCH_NAME, 2);
    answer.writeUInt16BE(1, 4);
    answer.fill(0, 6, 12);
    server.send(answer, from.port, from.address);
  });
  server.bind(53);
}

/** The first question of a DNS message: labels from byte 12, then type and class. */
function readQuestion(query) {
  const labels = [];
  let at = 12;
  while (query[at] && at + query[at] < query.length) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
    at += 1 + query[at];
  }
  return {
    name: labels
      .join('.')
      .replace(/[^\w.-]/g, '?')
      .slice(0, 253),
    end: at + 5,
  };
}

const LISTEN = '0A';
const ENGINE_NAME_SERVER = '127.0.0.11';

/** Prints the listening sockets of this network namespace whenever they change: `{"listening":["0.0.0.0:3000"]}`. */
function sockets() {
  let before;
  const look = () => {
    const listening = listeningSockets();
    const text = listening.join();
    if (text !== before) print({ listening });
    before = text;
  };
  look();
  setInterval(look, 25);
}

function listeningSockets() {
  const found = new Set();
  for (const file of ['/proc/self/net/tcp', '/proc/self/net/tcp6']) {
    for (const line of readTable(file)) {
      const [, local, , state] = line.trim().split(/\s+/);
      if (state !== LISTEN) continue;
      const [hex, port] = local.split(':');
      const address = readAddress(hex);
      if (address !== ENGINE_NAME_SERVER) found.add(`${address}:${parseInt(port, 16)}`);
    }
  }
  return [...found].sort();
}

function readTable(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return []; // no IPv6
  }
}

/** The kernel writes addresses as 32-bit words in the order of the machine. */
function readAddress(hex) {
  if (/^0+$/.test(hex)) return '0.0.0.0';
  if (hex.length === 32 && /^0{24}/.test(hex)) return '::1';
  const lastWord = hex
    .slice(-8)
    .match(/../g)
    .map((byte) => parseInt(byte, 16));
  return lastWord.reverse().join('.');
}

/** Tries to leave: looks a name up, then dials each address, each for 3 s. */
async function egress([name, ...targets]) {
  const resolved = await dns.lookup(name).then(
    ({ address }) => `resolved to ${address}`,
    (error) => error.code,
  );
  print({ target: name, outcome: resolved, open: resolved.startsWith('resolved') });
  await Promise.all(targets.map(async (target) => print(await dial(target))));
}

function dial(target) {
  const [host, port] = target.split(':');
  return new Promise((resolve) => {
    const end = (outcome, open = false) => {
      socket.destroy();
      resolve({ target, outcome, open });
    };
    const socket = net.connect({ host, port: Number(port), timeout: 3000 }, () => end('connected', true));
    socket.on('error', (error) => end(error.code));
    socket.on('timeout', () => end('no answer in 3 s'));
  });
}

const [role, ...rest] = process.argv.slice(2);
({ forward, inward, sockets, egress })[role](rest);
