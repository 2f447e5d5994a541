import type { SubmissionFiles } from '../files.ts';
import { oneLine } from '../../text.ts';
import { manifestKinds } from './dependencies.ts';
import { byDepth, isForeign } from './foreign-folders.ts';
import { type Ecosystem, knownFrameworks, type Role } from './known-frameworks.ts';
import { readOrEmpty } from './read-or-empty.ts';

/** A framework that a manifest asks for. */
export type Framework = {
  readonly name: string;
  readonly role: Role;
  readonly ecosystem: Ecosystem;
  /** As written: a range, a version, or nothing. */
  readonly version: string | null;
  readonly manifest: string;
};

const MOST_MANIFESTS = 200;

/** Manifests nearest to the top first, and the frameworks that they name, each once per manifest. */
export async function readManifests(files: SubmissionFiles): Promise<{ manifests: string[]; frameworks: Framework[] }> {
  const manifests = files.paths.filter((path) => kindOf(path) && !isForeign(path)).sort(byDepth).slice(0, MOST_MANIFESTS); // prettier-ignore
  const frameworks: Framework[] = [];
  for (const manifest of manifests) frameworks.push(...(await frameworksOf(files, manifest)));
  return { manifests, frameworks };
}

function kindOf(path: string) {
  const name = path.split('/').slice(-2).join('/');
  return manifestKinds.find(({ file }) => file.test(name));
}

async function frameworksOf(files: SubmissionFiles, manifest: string): Promise<Framework[]> {
  const kind = kindOf(manifest);
  if (!kind) return [];
  const { ecosystem } = kind;
  const found = new Map<string, Framework>();
  for (const { name: dependency, version } of kind.read(shortLines(await readOrEmpty(files, manifest)))) {
    const known = knownFrameworks[ecosystem].get(dependency);
    if (!known) continue;
    const shown = version === null ? null : oneLine(version, 60);
    const earlier = found.get(known.name);
    if (!earlier || (earlier.version === null && shown !== null))
      found.set(known.name, { ...known, ecosystem, version: shown, manifest });
  }
  return [...found.values()];
}

/** No manifest of a person has lines this long: what follows only costs time. */
function shortLines(text: string): string {
  return text.length < 100_000 ? text : text.replace(/^(.{2000}).*$/gm, '$1');
}
