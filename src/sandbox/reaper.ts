import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { RoadworthyError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { LABEL } from './labels.ts';
import { LIMITS } from './limits.ts';
import { forgetOwner, ownerState } from './owner.ts';

interface Found {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything of ours on the engine that carries `label` (`key` or `key=value`). */
async function labelled({ docker }: Engine, label: string): Promise<Found[]> {
  const filters = { label: [label] };
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return [
    ...containers.map((c) => ({ kind: 'container' as const, id: c.Id, name: c.Names[0] ?? c.Id, labels: c.Labels })),
    ...networks.map((n) => ({ kind: 'network' as const, id: n.Id, name: n.Name, labels: n.Labels ?? {} })),
    ...(volumes.Volumes ?? []).map((v) => ({ kind: 'volume' as const, id: v.Name, name: v.Name, labels: v.Labels ?? {} })),
  ];
}

async function remove(docker: Docker, found: readonly Found[]): Promise<void> {
  const of = (kind: Found['kind']) => found.filter((one) => one.kind === kind);
  // what is in the way answers 409 and goes in the next round; what is gone already answers 404
  const quietly = (removal: Promise<unknown>) => removal.catch(() => undefined);
  await Promise.all(of('container').map((c) => quietly(docker.getContainer(c.id).remove({ force: true, v: true }))));
  await Promise.all([
    ...of('network').map((n) => quietly(docker.getNetwork(n.id).remove())),
    ...of('volume').map((v) => quietly(docker.getVolume(v.id).remove({ force: true }))),
  ]);
}

/**
 * Removes what `which` selects among the labelled objects, until two rounds find nothing: builds and creates that were under
 * way deliver late. Throws RoadworthyError `left-behind` when something does not go.
 */
export async function removeLabelled(
  engine: Engine,
  label: string,
  which: (found: Found) => boolean = () => true,
): Promise<number> {
  const end = performance.now() + LIMITS.teardownMs;
  let removed = 0;
  for (let quiet = 0; quiet < 2;) {
    const found = (await labelled(engine, label)).filter(which);
    if (found.length === 0) {
      quiet += 1;
      if (quiet < 2) await delay(60);
      continue;
    }
    quiet = 0;
    if (performance.now() > end) {
      throw new RoadworthyError(
        'left-behind',
        `Could not remove ${found.map((one) => `${one.kind} ${one.name}`).join(', ')} from Docker within ${LIMITS.teardownMs / 1000} s. Run \`roadworthy clean\`.`,
      );
    }
    removed += found.length;
    await remove(engine.docker, found);
  }
  return removed;
}

/** Removes what dead runs left: objects whose owner's lock on this machine is dead, and anyone's past their deadline. Kept stacks go by deadline only. */
export async function reap(engine: Engine, options: { keptToo?: boolean } = {}): Promise<number> {
  const found = await labelled(engine, LABEL.run);
  const owners = new Map<string, 'alive' | 'dead' | 'unknown'>();
  for (const owner of new Set(found.map((one) => one.labels[LABEL.owner] ?? ''))) owners.set(owner, await ownerState(owner));
  const isOver = (one: Found) => {
    const late = Date.parse(one.labels[LABEL.deadline] ?? '') < Date.now();
    if (one.labels[LABEL.keep] !== undefined) return late || options.keptToo === true;
    return late || owners.get(one.labels[LABEL.owner] ?? '') === 'dead';
  };
  const removed = found.some(isOver) ? await removeLabelled(engine, LABEL.run, isOver) : 0;
  for (const [owner, state] of owners) if (state === 'dead') await forgetOwner(owner);
  return removed;
}
