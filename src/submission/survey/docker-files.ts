import { posix } from 'node:path';
import { byDepth, isForeign } from './foreign-folders.ts';

const DOCKERFILE = /^(?:dockerfile(?:[._-][\w.-]+)?|[\w.-]+\.dockerfile|containerfile)$/i;
const NOT_A_DOCKERFILE = /\.(?:dockerignore|md|txt|sh|ya?ml|json|bak|j2|tmpl|template)$/i;
const COMPOSE = /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i;
/** The order in which Docker itself looks. */
const PREFERRED = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Dockerfiles and compose files, those nearest to the top first; variants such as `docker-compose.prod.yml` come after the plain ones. */
export function findDockerFiles(paths: readonly string[]): { dockerfiles: string[]; composeFiles: string[] } {
  const own = paths.filter((path) => !isForeign(path));
  const dockerfiles = own.filter((path) => DOCKERFILE.test(posix.basename(path)) && !NOT_A_DOCKERFILE.test(path));
  const composeFiles = own.filter((path) => COMPOSE.test(posix.basename(path)));
  return {
    dockerfiles: dockerfiles.sort((one, other) => plainFirst(one, other, isPlainDockerfile) || byDepth(one, other)),
    composeFiles: composeFiles.sort(
      (one, other) =>
        plainFirst(one, other, isPlainCompose) || depth(one) - depth(other) || rank(one) - rank(other) || byDepth(one, other),
    ),
  };
}

const depth = (path: string) => path.split('/').length;

function rank(path: string): number {
  const index = PREFERRED.indexOf(posix.basename(path).toLowerCase());
  return index === -1 ? PREFERRED.length : index;
}

const isPlainCompose = (path: string) => rank(path) < PREFERRED.length;
const isPlainDockerfile = (path: string) => /^(?:docker|container)file$/i.test(posix.basename(path));

function plainFirst(one: string, other: string, isPlain: (path: string) => boolean): number {
  return Number(isPlain(other)) - Number(isPlain(one));
}
