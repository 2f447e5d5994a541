import { createHash } from 'node:crypto';
import { posix, relative } from 'node:path';
import type { SubmissionFiles } from '../../submission/files.ts';
import type { VolumePlan } from '../plan.ts';
import type { Treatments } from './clean.ts';
import type { VolumeFacts } from './load.ts';
import { locate, type Located } from './locate.ts';
import type { ModelService } from './model.ts';
import type { Resolved } from './resolve.ts';

export interface MountContext {
  readonly files: SubmissionFiles;
  readonly resolved: Pick<Resolved, 'top' | 'home' | 'around'>;
  readonly volumes: ReadonlyMap<string, VolumeFacts>;
  /** Files that an example stands for. */
  readonly added: ReadonlyMap<string, string>;
  readonly treatments: Treatments;
}

export interface Mounts {
  readonly volumes: readonly VolumePlan[];
  readonly tmpfs: readonly string[];
}

export function mountsOf(name: string, service: ModelService, context: MountContext): Mounts {
  const volumes: VolumePlan[] = [];
  const tmpfs = (typeof service.tmpfs === 'string' ? [service.tmpfs] : (service.tmpfs ?? [])).map(
    (entry) => entry.split(':')[0] ?? entry,
  );
  for (const mount of service.volumes ?? []) {
    const target = mount.target === undefined ? undefined : posix.normalize(mount.target);
    if (target === undefined || !target.startsWith('/')) continue;
    const readOnly = mount.read_only ?? false;
    if (mount.type === 'tmpfs') tmpfs.push(target);
    else if (mount.type === 'volume') volumes.push(...named(name, mount.source, { target, readOnly }, context));
    else if (mount.type === 'bind') volumes.push(...bound(name, mount.source ?? '', { target, readOnly }, context));
    else
      context.treatments.add(
        'stripped',
        'volumes',
        `Mounts a ${mount.type} at \`${target}\`. roadworthy does not grant this; started without it.`,
        name,
      );
  }
  return { volumes, tmpfs };
}

function named(
  service: string,
  source: string | undefined,
  plain: VolumePlan,
  { volumes, treatments }: MountContext,
): VolumePlan[] {
  if (source === undefined) return [plain];
  const facts = volumes.get(source) ?? {};
  const asks =
    facts.device === undefined
      ? facts.driver !== undefined && facts.driver !== 'local' && `the volume driver \`${facts.driver}\``
      : `\`${facts.device}\` of the host`;
  if (asks === false) return [{ ...plain, name: source }];
  treatments.add(
    'stripped',
    'volumes',
    `Mounts ${asks} through the volume \`${source}\`. roadworthy does not grant this; started without it.`,
    service,
  );
  return [];
}

function bound(service: string, source: string, plain: VolumePlan, context: MountContext): VolumePlan[] {
  const { files, treatments, added } = context;
  const path = within(source, context.resolved);
  const located: Located = path.isInside ? locate(files, path.text, '') : { is: 'outside' };
  if (!('path' in located)) {
    const what =
      located.is === 'link'
        ? `\`${path.text}\`, which is a link`
        : path.text.endsWith('docker.sock')
          ? `\`${path.text}\` of the host`
          : `\`${path.text}\`, which is outside of the repository`;
    treatments.add('stripped', 'volumes', `Mounts ${what}. roadworthy does not grant this; started without it.`, service);
    return [];
  }
  if (located.is === 'missing' && !added.has(located.path)) {
    treatments.add(
      'rewritten',
      'volumes',
      `\`${located.path}\` is not in the repository: an empty volume is mounted at \`${plain.target}\`, as Docker would make an empty folder.`,
      service,
    );
    return [{ ...plain, name: folderVolume(located.path) }];
  }
  treatments.add(
    'rewritten',
    'volumes',
    `\`${located.path || '.'}\` is copied into a fresh volume at \`${plain.target}\`; what the image holds there stays where the copy has nothing.`,
    service,
  );
  return [{ ...plain, copyOf: located.path }];
}

/** The source as the author wrote it, or its path from the top of the submission. */
function within(source: string, { top, home, around }: MountContext['resolved']): { text: string; isInside: boolean } {
  if (source === top || source.startsWith(`${top}/`)) return { text: relative(top, source), isInside: true };
  if (source === home || source.startsWith(`${home}/`)) return { text: `~${source.slice(home.length)}`, isInside: false };
  return { text: source.startsWith(around) ? relative(top, source) : source, isInside: false };
}

/** One empty folder for all services that mount it. */
function folderVolume(path: string): string {
  const slug = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `folder-${slug.slice(0, 40)}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
