import type { Engine } from './engine.ts';
import type { Run } from './labels.ts';

export interface StackNetwork {
  readonly id: string;
  readonly name: string;
}

/** A network with a way out, on which only our forwarders are. */
export function createEdge(engine: Engine, run: Run): Promise<StackNetwork> {
  return create(engine, run, 'edge', { internal: false, options: {} });
}

/**
 * A network without a way out. Its bridge has no address of the host, because every service of the host that listens on
 * 0.0.0.0 would answer there: an option of the bridge before Engine 28, a gateway mode of its own from 28.
 */
export function createInternal(engine: Engine, run: Run, name: string): Promise<StackNetwork> {
  const options: Record<string, string> =
    engine.facts.major >= 28
      ? { 'com.docker.network.bridge.gateway_mode_ipv4': 'isolated' }
      : { 'com.docker.network.bridge.inhibit_ipv4': 'true' };
  return create(engine, run, name, { internal: true, options });
}

async function create(
  { docker }: Engine,
  run: Run,
  name: string,
  how: { internal: boolean; options: Record<string, string> },
): Promise<StackNetwork> {
  const full = `${run.id}-${name}`;
  const network = await docker.createNetwork({
    Name: full,
    Driver: 'bridge',
    Internal: how.internal,
    CheckDuplicate: true,
    Options: how.options,
    Labels: { ...run.labels },
  });
  return { id: network.id, name: full };
}
