import { statfs } from 'node:fs/promises';
import { within } from '../deadline.ts';
import { toError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { HELPER_IMAGE } from './helper.ts';
import type { Run } from './labels.ts';

const ENOUGH_DISK = 500 * 2 ** 20;

/**
 * Asked at the moment of a failure, before it is put on the submission: does the engine answer, is there room, does a container
 * that is known to be good run? Answers what is wrong with us, or undefined.
 */
export async function hostTrouble({ docker, facts }: Engine, run: Run): Promise<string | undefined> {
  try {
    await within(10_000, 'Asking the Docker engine', docker.ping());
    const disk = await statfs(facts.dataRoot).catch(() => undefined);
    if (disk && disk.bavail * disk.bsize < ENOUGH_DISK)
      return `only ${Math.round((disk.bavail * disk.bsize) / 2 ** 20)} MB are free where Docker keeps its data`;
    const container = await docker.createContainer({
      Image: HELPER_IMAGE,
      Entrypoint: [],
      Cmd: ['node', '-e', '0'],
      Labels: { ...run.labels },
      HostConfig: { NetworkMode: 'none' },
    });
    await container.start();
    const ended: unknown = await within(20_000, 'Running a control container', container.wait());
    await container.remove({ force: true }).catch(() => undefined);
    const ok = typeof ended === 'object' && ended !== null && 'StatusCode' in ended && ended.StatusCode === 0;
    return ok ? undefined : 'a control container did not run';
  } catch (error) {
    return toError(error).message;
  }
}
