import { isServerLanguage, type Language } from './languages.ts';
import type { Framework } from './manifests.ts';

export type Backend = { readonly answer: boolean; readonly why: string };

interface Facts {
  readonly languages: readonly Language[];
  readonly frameworks: readonly Framework[];
  readonly manifests: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly composeFiles: readonly string[];
}

/** Whether there is something to start. Only what is surely none is refused: pages for a browser, or no program at all. */
export function judgeBackend(facts: Facts, paths: readonly string[]): Backend {
  const server =
    facts.frameworks.find(({ role }) => role === 'server') ?? facts.frameworks.find(({ role }) => role === 'full-stack');
  if (server) return yes(`${server.manifest} asks for ${server.name}.`);
  const docker = facts.composeFiles[0] ?? facts.dockerfiles[0];
  if (docker !== undefined) return yes(`It has a ${docker}.`);
  const other = facts.manifests.find((manifest) => !/(?:^|\/)package\.json$/.test(manifest));
  if (other !== undefined) return yes(`It has a ${other}.`);
  const frontEnd = facts.frameworks[0];
  if (frontEnd)
    return no(`Its only framework is ${frontEnd.name}, which runs in a browser, and it has no Dockerfile and no compose file.`);
  const [manifest] = facts.manifests;
  const language = facts.languages.find(({ name }) => isServerLanguage(name));
  if (manifest !== undefined && language) return yes(`It has a ${manifest} and ${language.name} files.`);
  if (language && !isStaticSite(facts.languages, paths)) return yes(`It has ${language.name} files.`);
  return no('It has no manifest of a server language or framework, no Dockerfile and no compose file.');
}

/** Scripts beside HTML pages are there for the pages; any other server language is not. */
function isStaticSite(languages: readonly Language[], paths: readonly string[]): boolean {
  const others = languages.filter(({ name }) => isServerLanguage(name) && !/^(?:Java|Type)Script$/.test(name));
  return others.length === 0 && paths.some((path) => /\.html?$/i.test(path));
}

const yes = (why: string): Backend => ({ answer: true, why });
const no = (why: string): Backend => ({ answer: false, why });
