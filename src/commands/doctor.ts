import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';
import { toError } from '../errors.ts';
import { connectEngine, findPlugin, type Engine } from '../sandbox/engine.ts';
import { tryEgress, HELPER_IMAGE } from '../sandbox/helper.ts';
import { pullImage } from '../sandbox/image.ts';
import { startRun, LABEL } from '../sandbox/labels.ts';
import { createEdge, createInternal } from '../sandbox/network.ts';
import { takeOwnership } from '../sandbox/owner.ts';
import { removeLabelled } from '../sandbox/reaper.ts';
import { plainText } from '../text.ts';

/** One thing that is there or missing; `mend` is the command or step that helps. */
interface Finding {
  readonly state: 'ok' | 'missing' | 'advice';
  readonly what: string;
  readonly said: string;
  readonly mend?: string;
}

const GiB = 2 ** 30;

/** `roadworthy doctor`: 0 when a grade can run here, else 2. */
export async function doctorCommand(): Promise<number> {
  const findings: Finding[] = [node(), await git()];
  try {
    const engine = await connectEngine();
    findings.push(
      ...describeEngine(engine),
      await plugin('compose'),
      await plugin('buildx'),
      await disk(engine),
      await registry(engine),
    );
    if (findings.every((one) => one.what !== 'registry' || one.state === 'ok')) findings.push(...(await egress(engine)));
  } catch (error) {
    findings.push({
      state: 'missing',
      what: 'engine',
      said: toError(error).message,
      mend: 'install Docker Engine (on Debian or Ubuntu: apt-get install docker.io) and start it: systemctl start docker',
    });
  }
  const mark = { ok: 'ok      ', missing: 'MISSING ', advice: 'advice  ' };
  for (const { state, what, said, mend } of findings) {
    process.stdout.write(`${mark[state]} ${what.padEnd(12)} ${plainText(said)}\n`);
    if (mend !== undefined && state !== 'ok') process.stdout.write(`${' '.repeat(22)}→ ${mend}\n`);
  }
  return findings.some((one) => one.state === 'missing') ? 2 : 0;
}

function node(): Finding {
  return { state: 'ok', what: 'node', said: process.versions.node };
}

async function git(): Promise<Finding> {
  const found = await promisify(execFile)('git', ['--version'], { timeout: 10_000 }).catch(() => undefined);
  if (!found) return { state: 'missing', what: 'git', said: 'git is not installed', mend: 'apt-get install git' };
  return { state: 'ok', what: 'git', said: found.stdout.trim().replace('git version ', '') };
}

function describeEngine({ facts }: Engine): Finding[] {
  const memory = Math.min(facts.memoryBytes || totalmem(), totalmem());
  const isolation = facts.runtimes.some((runtime) => /runsc|gvisor|kata/.test(runtime)) || facts.rootless;
  return [
    {
      state: 'ok',
      what: 'engine',
      said: `${facts.version} (API ${facts.apiVersion}), ${facts.operatingSystem}, ${facts.storageDriver}, cgroup v${facts.cgroupVersion}`,
    },
    memory >= 3 * GiB
      ? { state: 'ok', what: 'memory', said: `${(memory / GiB).toFixed(1)} GiB, ${facts.cpus} CPUs` }
      : {
          state: 'advice',
          what: 'memory',
          said: `${(memory / GiB).toFixed(1)} GiB: stacks are started one after the other`,
          mend: 'give Docker 8 GiB',
        },
    {
      state: isolation ? 'ok' : 'advice',
      what: 'isolation',
      said: `${facts.runtimes.join(', ')}; default ${facts.defaultRuntime}${facts.rootless ? ', rootless' : ''} (runc ${facts.runcVersion})`,
      mend: 'grade strangers’ code in numbers on a machine that holds nothing else, or install gVisor and make runsc the default runtime',
    },
  ];
}

async function plugin(name: 'compose' | 'buildx'): Promise<Finding> {
  const found = await findPlugin(name);
  if (found) return { state: 'ok', what: name === 'buildx' ? 'buildkit' : name, said: `${found.version} (${name} plug-in)` };
  // the engine builds with its own BuildKit; the plug-in is only a sign of a complete installation
  if (name === 'buildx')
    return {
      state: 'advice',
      what: 'buildkit',
      said: 'no buildx plug-in; the engine’s own BuildKit is used',
      mend: 'apt-get install docker-buildx',
    };
  return {
    state: 'missing',
    what: 'compose',
    said: 'the compose plug-in is not installed',
    mend: 'apt-get install docker-compose-v2 (Ubuntu) or docker-compose (Debian 13), or see the documentation of Docker Compose',
  };
}

async function disk({ facts }: Engine): Promise<Finding> {
  const free = await statfs(facts.dataRoot).then(
    (stats) => stats.bavail * stats.bsize,
    () => undefined,
  );
  if (free === undefined)
    return {
      state: 'advice',
      what: 'disk',
      said: 'the engine keeps its data elsewhere; its free space is not known',
      mend: 'docker system df',
    };
  const said = `${(free / GiB).toFixed(1)} GiB free where Docker keeps its data`;
  return free >= 5 * GiB
    ? { state: 'ok', what: 'disk', said }
    : { state: free < GiB ? 'missing' : 'advice', what: 'disk', said, mend: 'docker system prune' };
}

async function registry(engine: Engine): Promise<Finding> {
  try {
    const image = await pullImage(engine, HELPER_IMAGE, AbortSignal.timeout(120_000));
    const mirrors = engine.facts.registryMirrors.length > 0 ? `, through ${engine.facts.registryMirrors.length} mirror(s)` : '';
    return { state: 'ok', what: 'registry', said: `${image.reference} is here${mirrors}` };
  } catch (error) {
    return { state: 'missing', what: 'registry', said: toError(error).message, mend: `docker pull ${HELPER_IMAGE}` };
  }
}

/** Whether a container of an internal network is really shut in, with one on an ordinary network beside it. */
async function egress(engine: Engine): Promise<Finding[]> {
  const owner = await takeOwnership();
  const run = startRun(owner, 1, 300_000);
  try {
    const [edge, internal] = [await createEdge(engine, run), await createInternal(engine, run, 'doctor')];
    const target = 'example.com';
    const [inside, outside] = await Promise.all([
      tryEgress(engine, run, 'doctor-inside', internal.id, [target, '198.51.100.1:80']),
      tryEgress(engine, run, 'doctor-edge', edge.id, [target]),
    ]);
    const closed = inside.every((one) => !one.open);
    return [
      closed
        ? { state: 'ok', what: 'egress', said: 'a container on an internal network reaches nothing outside' }
        : {
            state: 'missing',
            what: 'egress',
            said: `a container on an internal network reached ${inside
              .filter((one) => one.open)
              .map((one) => one.target)
              .join(', ')}`,
            mend: 'update Docker Engine',
          },
      outside.some((one) => one.open)
        ? {
            state: 'ok',
            what: 'internet',
            said: 'containers on ordinary networks reach the internet, so builds can fetch packages',
          }
        : {
            state: 'advice',
            what: 'internet',
            said: 'containers on ordinary networks resolve no names: builds fetch packages only through proxies or mirrors',
            mend: 'check the DNS settings of Docker',
          },
    ];
  } finally {
    await removeLabelled(engine, `${LABEL.run}=${run.id}`);
    await owner.release();
  }
}
