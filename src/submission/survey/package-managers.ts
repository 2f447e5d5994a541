import { posix } from 'node:path';
import type { SubmissionFiles } from '../files.ts';

/** How the dependencies of one manifest are installed. */
export type PackageManager = { readonly name: string; readonly manifest: string; readonly lockFile: string | null };

interface Candidate {
  readonly name: string;
  readonly manifest: RegExp;
  readonly locks: readonly string[];
}

/** Per manifest the first whose lock file is there; the last one of a kind is the default without any. */
const CANDIDATES: readonly Candidate[] = [
  { name: 'pnpm', manifest: /^package\.json$/, locks: ['pnpm-lock.yaml'] },
  { name: 'yarn', manifest: /^package\.json$/, locks: ['yarn.lock'] },
  { name: 'bun', manifest: /^package\.json$/, locks: ['bun.lock', 'bun.lockb'] },
  { name: 'npm', manifest: /^package\.json$/, locks: ['package-lock.json', 'npm-shrinkwrap.json'] },
  { name: 'deno', manifest: /^deno\.jsonc?$/, locks: ['deno.lock'] },
  { name: 'uv', manifest: /^pyproject\.toml$/, locks: ['uv.lock'] },
  { name: 'pdm', manifest: /^pyproject\.toml$/, locks: ['pdm.lock'] },
  { name: 'poetry', manifest: /^pyproject\.toml$/, locks: ['poetry.lock'] },
  { name: 'pip', manifest: /^(?:pyproject\.toml|[\w.-]+\.(?:txt|in)|setup\.(?:py|cfg))$/i, locks: [] },
  { name: 'pipenv', manifest: /^Pipfile$/, locks: ['Pipfile.lock'] },
  { name: 'go', manifest: /^go\.mod$/, locks: ['go.sum'] },
  { name: 'maven', manifest: /^pom\.xml$/, locks: [] },
  { name: 'gradle', manifest: /^build\.gradle(?:\.kts)?$/, locks: ['gradle.lockfile'] },
  { name: 'composer', manifest: /^composer\.json$/, locks: ['composer.lock'] },
  { name: 'bundler', manifest: /^Gemfile$/, locks: ['Gemfile.lock'] },
  { name: 'nuget', manifest: /\.(?:cs|fs|vb)proj$/i, locks: ['packages.lock.json'] },
  { name: 'cargo', manifest: /^Cargo\.toml$/, locks: ['Cargo.lock'] },
  { name: 'mix', manifest: /^mix\.exs$/, locks: ['mix.lock'] },
];

/** A lock file counts in the manifest's folder, or above it as workspaces have it. */
export function findPackageManagers(files: SubmissionFiles, manifests: readonly string[]): PackageManager[] {
  return manifests.flatMap((manifest): PackageManager[] => {
    const candidates = CANDIDATES.filter((candidate) => candidate.manifest.test(posix.basename(manifest)));
    for (const { name, locks } of candidates) {
      const lockFile = locks.map((lock) => nearest(files, manifest, lock)).find((found) => found !== undefined);
      if (lockFile !== undefined) return [{ name, manifest, lockFile }];
    }
    const last = candidates.at(-1);
    return last ? [{ name: last.name, manifest, lockFile: null }] : [];
  });
}

function nearest(files: SubmissionFiles, manifest: string, lock: string): string | undefined {
  for (let folder = posix.dirname(manifest); ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, lock);
    if (files.has(path)) return path;
    if (folder === '.') return undefined;
  }
}
