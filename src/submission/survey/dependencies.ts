import { isJsonObject, readJson } from '../../json.ts';
import type { Ecosystem } from './known-frameworks.ts';

/** One line of a manifest: a dependency and the version it asks for, as written. */
export interface Dependency {
  readonly name: string;
  readonly version: string | null;
}

/** Reads the dependencies of one kind of manifest. None of these readers runs, resolves or downloads anything. */
type ManifestReader = (text: string) => Dependency[];

interface ManifestKind {
  /** Matched against the name with the name of its folder before it. */
  readonly file: RegExp;
  readonly ecosystem: Ecosystem;
  readonly read: ManifestReader;
}

export const manifestKinds: readonly ManifestKind[] = [
  { file: /(?:^|\/)package\.json$/, ecosystem: 'npm', read: readPackageJson },
  { file: /(?:^|\/)deno\.jsonc?$/, ecosystem: 'npm', read: readDenoJson },
  {
    file: /(?:^|\/)requirements[\w.-]*\.(?:txt|in)$|(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/i,
    ecosystem: 'python',
    read: readRequirements,
  },
  { file: /(?:^|\/)(?:pyproject\.toml|Pipfile|setup\.cfg|setup\.py)$/, ecosystem: 'python', read: readPythonProject },
  { file: /(?:^|\/)go\.mod$/, ecosystem: 'go', read: readGoMod },
  { file: /(?:^|\/)pom\.xml$/, ecosystem: 'jvm', read: readPom },
  { file: /(?:^|\/)(?:build\.gradle(?:\.kts)?|libs\.versions\.toml)$/, ecosystem: 'jvm', read: readGradle },
  { file: /(?:^|\/)composer\.json$/, ecosystem: 'php', read: readComposer },
  { file: /(?:^|\/)Gemfile$/, ecosystem: 'ruby', read: readGemfile },
  { file: /\.(?:cs|fs|vb)proj$/i, ecosystem: 'dotnet', read: readDotnetProject },
  { file: /(?:^|\/)Cargo\.toml$/, ecosystem: 'rust', read: readCargo },
  { file: /(?:^|\/)mix\.exs$/, ecosystem: 'elixir', read: readMix },
];

/** Each match of a pattern with the groups `name` and, if any, `version`. */
function matches(text: string, pattern: RegExp): Dependency[] {
  return [...text.matchAll(pattern)].flatMap(({ groups }) => {
    const name = groups?.['name'];
    return name === undefined ? [] : [{ name, version: groups?.['version']?.trim() || null }];
  });
}

function entriesOf(manifest: unknown, ...sections: readonly string[]): Dependency[] {
  if (!isJsonObject(manifest)) return [];
  return sections.flatMap((section) => {
    const dependencies = manifest[section];
    if (!isJsonObject(dependencies)) return [];
    return Object.entries(dependencies).map(([name, version]) => ({
      name,
      version: typeof version === 'string' ? version : null,
    }));
  });
}

function readPackageJson(text: string): Dependency[] {
  return entriesOf(readJson(text), 'dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies');
}

function readDenoJson(text: string): Dependency[] {
  return matches(text, /"(?:npm|jsr):(?<name>@?[\w./-]+?)(?:@(?<version>[^"/]+))?[/"]/g);
}

function readRequirements(text: string): Dependency[] {
  return matches(text, /^[ \t]*(?<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]\n]*\])?[ \t]*(?<version>(?:[=<>!~]=?=?|@)[^;#\n]*)?/gm).map(
    lowerCase,
  );
}

/** PEP 621 lists (`"flask>=2"`), tables of Poetry and Pipenv (`flask = "^2"`), and calls of setup.py. */
function readPythonProject(text: string): Dependency[] {
  const listed = matches(
    text,
    /^(?![ \t]*(?:name|description|keywords)\b).*?["'](?<name>[A-Za-z][\w.-]*)(?:\[[^\]\n]*\])?[ \t]*(?<version>[=<>!~][^"';\n]*)?["' ;]/gm,
  );
  const more = matches(text, /["'](?<name>[A-Za-z][\w.-]*)(?:\[[^\]\n]*\])?[ \t]*(?<version>[=<>!~][^"';\n]*)["';]/g);
  const keyed = matches(
    text,
    /^[ \t]*(?<name>[A-Za-z][\w.-]*)[ \t]*=[ \t]*(?:\{[^}\n]*?version[ \t]*=[ \t]*)?["'](?<version>[^"'\n]*)["']/gm,
  );
  return [...keyed, ...more, ...listed].map(lowerCase);
}

function lowerCase({ name, version }: Dependency): Dependency {
  return { name: name.toLowerCase().replaceAll('_', '-'), version };
}

function readGoMod(text: string): Dependency[] {
  const required = matches(text, /^[ \t]*(?:require[ \t]+)?(?<name>[\w.-]+\.[a-z]+\/[^\s]+)[ \t]+(?<version>v[^\s]+)/gm);
  return required.map(({ name, version }) => ({ name: name.replace(/\/v\d+$/, ''), version }));
}

function readPom(text: string): Dependency[] {
  return matches(text, /<artifactId>\s*(?<name>[\w.-]+)\s*<\/artifactId>(?:\s*<version>\s*(?<version>[^<\s]+)\s*<\/version>)?/g);
}

function readGradle(text: string): Dependency[] {
  const libraries = matches(text, /["'][\w.-]+:(?<name>[\w.-]+)(?::(?<version>[^"':@]+))?(?:@\w+)?["']/g);
  const plugins = matches(
    text,
    /\bid[ \t]*[( ]?[ \t]*["'](?<name>[\w.-]+)["'][ \t]*\)?(?:[ \t]*version[ \t]*\(?["'](?<version>[^"']+)["'])?/g,
  );
  return [...plugins, ...libraries];
}

function readComposer(text: string): Dependency[] {
  return entriesOf(readJson(text), 'require', 'require-dev');
}

function readGemfile(text: string): Dependency[] {
  return matches(text, /^[ \t]*gem[ \t(]+["'](?<name>[\w-]+)["'](?:[ \t]*,[ \t]*["'](?<version>[^"']+)["'])?/gm);
}

function readDotnetProject(text: string): Dependency[] {
  const sdk = matches(text, /<Project[^>]*\bSdk="(?<name>[\w.]+)(?:\/(?<version>[^"]+))?"/g);
  return [
    ...sdk,
    ...matches(text, /<(?:Package|Framework)Reference[^>]*\bInclude="(?<name>[\w.]+)"(?:[^>]*\bVersion="(?<version>[^"]+)")?/g),
  ];
}

function readCargo(text: string): Dependency[] {
  return matches(text, /^[ \t]*(?<name>[\w-]+)[ \t]*=[ \t]*(?:\{[^}\n]*?version[ \t]*=[ \t]*)?"(?<version>[^"\n]*)"/gm);
}

function readMix(text: string): Dependency[] {
  return matches(text, /\{:(?<name>\w+),[ \t]*"(?<version>[^"]+)"/g);
}
