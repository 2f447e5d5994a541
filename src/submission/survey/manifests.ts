import type { SubmissionFiles } from '../files.ts';
import { oneLine } from '../../text.ts';
import { manifestKinds, type Dependency } from './dependencies.ts';
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

/** Names of libraries that hold clients back. That one is asked for does not say that it is in use. */
const LIMITER = /rate-?_?limit|limiter|throttl|slow-?down|bucket4j|^slowapi$/i;
const MOST_LIMITERS = 20;

/** Manifests nearest to the top first, the frameworks that they name, each once per manifest, and the limiters. */
export async function readManifests(
  files: SubmissionFiles,
): Promise<{ manifests: string[]; frameworks: Framework[]; limiters: string[] }> {
  const manifests = files.paths.filter((path) => kindOf(path) && !isForeign(path)).sort(byDepth).slice(0, MOST_MANIFESTS); // prettier-ignore
  const frameworks: Framework[] = [];
  const limiters = new Set<string>();
  for (const manifest of manifests) {
    const dependencies = await dependenciesOf(files, manifest);
    frameworks.push(...frameworksOf(dependencies, manifest));
    for (const { name } of dependencies) if (LIMITER.test(name)) limiters.add(oneLine(name, 80));
  }
  return { manifests, frameworks, limiters: [...limiters].sort().slice(0, MOST_LIMITERS) };
}

function kindOf(path: string) {
  const name = path.split('/').slice(-2).join('/');
  return manifestKinds.find(({ file }) => file.test(name));
}

async function dependenciesOf(files: SubmissionFiles, manifest: string): Promise<Dependency[]> {
  return kindOf(manifest)?.read(shortLines(await readOrEmpty(files, manifest))) ?? [];
}

function frameworksOf(dependencies: readonly Dependency[], manifest: string): Framework[] {
  const kind = kindOf(manifest);
  if (!kind) return [];
  const { ecosystem } = kind;
  const found = new Map<string, Framework>();
  for (const { name: dependency, version } of dependencies) {
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
