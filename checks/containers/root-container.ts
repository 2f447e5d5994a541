import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';
import { defaultUser, isRoot } from './images/base-image.ts';

type Containers = Artifacts['readings']['containers'];
type Dockerfile = Containers['dockerfiles'][number];

interface Judged {
  readonly path: string;
  readonly line: number;
  readonly snippet: string;
  readonly user: 'root' | 'other' | 'unknown';
  readonly why: string;
}

export default defineCheck({
  id: 'root-container',
  title: 'Containers run without root',
  failureTitle: 'Containers run as root',
  why: 'Whoever breaks into the API is root in its container, and can change its code and whatever is mounted. One more hole in the kernel or the engine, and the machine is theirs.',
  fix: 'End the Dockerfile with a user of its own: "USER node" in the official Node images, or a user that was made with adduser, and give it the few folders that it writes to.',
  references: { cwe: 250 },
  stability: 'stable',
  needs: ['readings'],
  // of a base image that the list does not know, the image that was built tells
  prefers: ['boot'],
  judge({ readings: { containers }, boot }) {
    const built = containers.dockerfiles.filter((file) => stepsDownItself(file) === false);
    if (built.length === 0)
      return {
        verdict: 'not-applicable',
        reason:
          containers.dockerfiles.length > 0
            ? 'Its images start servers that give root up themselves.'
            : 'No Dockerfile starts the API.',
      };
    const fact = factOf(containers, boot);
    const judged = built.map((file) => {
      const read = judge(file, containers);
      return built.length === 1 && read.user === 'unknown' && fact !== undefined ? { ...read, ...fact } : read;
    });
    const roots = judged.filter(({ user }) => user === 'root');
    const others = judged.filter(({ user }) => user === 'other');
    if (roots.length + others.length === 0)
      return {
        verdict: 'inconclusive',
        reason: `${judged[0]?.why ?? 'The base image'}: who it runs as shows when the image is built.`,
      };
    if (roots.length === 0) return { verdict: 'pass', found: `${others[0]?.path}: ${others[0]?.why}.` };
    const found = `${roots.length} of ${counted(roots.length + others.length, 'image')}: ${roots[0]?.path}, ${roots[0]?.why}.`;
    const [first, ...rest] = roots
      .slice(0, 6)
      .map(({ path, line, snippet, why }): Evidence => ({ kind: 'source', path, line, snippet, note: why }));
    if (!first) return { verdict: 'pass' };
    if (others.length === 0) return { verdict: 'fail', found, evidence: [first, ...rest] };
    return { verdict: 'partial', share: others.length / (roots.length + others.length), found, evidence: [first, ...rest] };
  },
});

function stepsDownItself({ stages }: Dockerfile): boolean {
  const last = baseOf(stages);
  return last?.from === 'image' && last.image !== null && defaultUser(last.image) === 'steps-down';
}

/** The image below the last stage, through the stages that it builds on. */
function baseOf(stages: Dockerfile['stages']): Dockerfile['stages'][number] | undefined {
  let last = stages.at(-1);
  for (let depth = 0; last?.from === 'stage' && depth < stages.length; depth += 1) {
    const name = last.image?.toLowerCase();
    last = stages.find((one) => one.name?.toLowerCase() === name);
  }
  return last;
}

function judge(file: Dockerfile, { composeFiles }: Containers): Judged {
  const { path, user, stages, stepsDown } = file;
  const base = baseOf(stages);
  const at = { path, line: base?.line ?? 1, snippet: `FROM ${base?.written ?? ''}` };
  for (const compose of composeFiles)
    for (const service of compose.services)
      if (service.build === path && service.user !== null) {
        const isSafe = !isRoot(service.user.value);
        const place = { path: compose.path, line: service.user.line, snippet: `user: ${service.user.value}` };
        return { ...place, user: isSafe ? 'other' : 'root', why: `service "${service.name}" runs as ${service.user.value}` };
      }
  if (stepsDown !== null) return { ...at, user: 'other', why: `its start gives root up (${stepsDown})` };
  if (user !== null) {
    if (/\$/.test(user.value)) return { ...at, user: 'unknown', why: `USER ${user.value} is filled in when it is built` };
    const place = { path, line: user.line, snippet: `USER ${user.value}` };
    return { ...place, user: isRoot(user.value) ? 'root' : 'other', why: `USER ${user.value}` };
  }
  if (base === undefined || base.image === null)
    return { ...at, user: 'unknown', why: `${path} builds on an image that a variable names` };
  if (base.from === 'scratch') return { ...at, user: 'root', why: 'an image from scratch without USER runs as root' };
  const by = defaultUser(base.image);
  if (by === 'root') return { ...at, user: 'root', why: `no USER, and ${base.image} runs as root` };
  if (by === 'unprivileged') return { ...at, user: 'other', why: `${base.image} has a user of its own` };
  return { ...at, user: 'unknown', why: `no USER in ${path}, and ${base.image} is not known` };
}

/** What the built image of the graded service says. */
function factOf({ composeFiles }: Containers, boot: Artifacts['boot'] | undefined): Pick<Judged, 'user' | 'why'> | undefined {
  const app = boot?.services.find(({ service }) => service === boot.app?.service);
  if (!app || composeFiles.some(({ services }) => services.some(({ name, user }) => name === app.service && user !== null)))
    return undefined;
  return app.user === '' || isRoot(app.user)
    ? { user: 'root', why: 'the built image has no user but root' }
    : { user: 'other', why: `the built image runs as ${app.user}` };
}
