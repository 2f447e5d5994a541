import { posix } from 'node:path';
import type { SubmissionFiles } from '../files.ts';
import { byDepth, isForeign } from './foreign-folders.ts';

/** A committed file that describes requests of the API. */
export type ApiDescription = { readonly path: string; readonly kind: 'openapi' | 'postman' | 'http' | 'insomnia' | 'bruno' };

const LARGEST = 5 * 2 ** 20;
const MOST_READ = 200;
const BY_NAME: readonly [RegExp, ApiDescription['kind']][] = [
  [/\.(?:http|rest)$/i, 'http'],
  [/\.bru$/i, 'bruno'],
  [/\.postman_collection(?:\.[\w-]+)*\.json$/i, 'postman'],
];
const MAY_DESCRIBE =
  /(?:openapi|open-api|swagger|api-?docs?|api[._-]?spec|postman|insomnia|collection|(?:^|[/_.-])api)[\w. -]*\.(?:ya?ml|json)$/i;
const NOT_ONE = /(?:^|\/)(?:package(?:-lock)?|tsconfig[\w.]*|nest-cli|openapitools)\.json$|pnpm-lock\.yaml$/i;

/** OpenAPI documents and request collections. The name suggests, the content decides. */
export async function findApiDescriptions(files: SubmissionFiles): Promise<ApiDescription[]> {
  const own = files.paths.filter((path) => !isForeign(path)).sort(byDepth); // prettier-ignore
  const found: ApiDescription[] = [];
  let read = 0;
  for (const path of own) {
    const kind = BY_NAME.find(([name]) => name.test(path))?.[1];
    if (kind) found.push({ path, kind });
    else if (mayDescribe(path) && read++ < MOST_READ) {
      const described = kindOf(await files.readText(path, LARGEST).catch(() => ''));
      if (described) found.push({ path, kind: described });
    }
  }
  return found;
}

/** Besides telling names: YAML and JSON in a folder that is called so. */
function mayDescribe(path: string): boolean {
  if (NOT_ONE.test(path)) return false;
  return (
    MAY_DESCRIBE.test(path) ||
    (/\.(?:ya?ml|json)$/i.test(path) && /(?:openapi|swagger|postman|(?:^|\/)docs?)\//i.test(`${posix.dirname(path)}/`))
  );
}

function kindOf(text: string): ApiDescription['kind'] | undefined {
  const head = text.slice(0, 4000);
  if (
    /^[ \t]*["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]\.\d/m.test(text.slice(0, 200_000)) ||
    /^\s{0,20}\{\s{0,20}"(?:openapi|swagger)"\s*:/.test(head)
  )
    return 'openapi';
  if (/schema\.getpostman\.com|"_postman_id"/.test(head)) return 'postman';
  if (/"_type"\s*:\s*"export"|type:\s*collection\.insomnia/.test(head)) return 'insomnia';
  return undefined;
}
