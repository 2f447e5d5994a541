import net from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Engine } from './engine.ts';
import { tryEgress, type EgressAttempt } from './helper.ts';
import type { Run } from './labels.ts';
import type { StackNetwork } from './network.ts';

/** What could be reached from inside a stack, beside the same attempts from a network that has a way out. `open` must be false everywhere inside. */
export interface EgressReport {
  readonly inside: readonly EgressAttempt[];
  readonly control: readonly EgressAttempt[];
  readonly closed: boolean;
}

const TEST_ADDRESS = '198.51.100.1:80'; // TEST-NET-2, RFC 5737: routed nowhere
const METADATA = '169.254.169.254:80';

/** Tests the way out of a running stack: a name, the internet, cloud metadata, and a listener of ours on every address of this machine. */
export async function testEgress(
  engine: Engine,
  run: Run,
  insideOf: { containerId: string },
  edge: StackNetwork,
): Promise<EgressReport> {
  const listener = net.createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen(0, '0.0.0.0', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((one) => one.family === 'IPv4' && !one.internal)
      .slice(0, 6)
      .map((one) => `${one.address}:${port}`);
    const targets = ['roadworthy-egress-test.example.com', TEST_ADDRESS, METADATA, ...own];
    const [inside, control] = await Promise.all([
      tryEgress(engine, run, 'inside', `container:${insideOf.containerId}`, targets),
      tryEgress(engine, run, 'control', edge.id, targets),
    ]);
    const names = new Map(own.map((target, index) => [target, `this machine, address ${index + 1}`]));
    const named = (attempts: readonly EgressAttempt[]) =>
      attempts.map((one) => ({ ...one, target: names.get(one.target) ?? one.target }));
    return {
      inside: named(inside),
      control: named(control),
      closed: inside.every((one) => !one.open) && inside.length === targets.length,
    };
  } finally {
    listener.close();
  }
}
