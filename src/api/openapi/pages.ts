import type { ProposedOperation } from '../operation.ts';
import { samePath } from '../path-template.ts';

const SHOWS_AN_API = /(?:docs?|documentation|openapi|swagger|redoc|apispec\w*)$/i;
const FORM = /[-./](?:json|ya?ml)$/i;
/** The script that every Swagger UI loads from below its page. */
const SCRIPT = '/swagger-ui-init.js';

/**
 * The routes without those that show the API to readers and are no part of it. For a document found at `/docs-json` these are
 * `/docs`, `/docs-yaml` and all below `/docs/`; at `/api-json` they are `/api` and its own files only, because there the API is below.
 * What the document itself describes stays.
 */
export function withoutPages(
  routes: readonly ProposedOperation[],
  document: { readonly at: string; readonly operations: readonly ProposedOperation[] },
): ProposedOperation[] {
  const page = document.at.replace(FORM, '');
  const isPage = SHOWS_AN_API.test(page)
    ? (path: string) => path === page || ['/', '-', '.'].some((next) => path.startsWith(page + next))
    : routes.some(({ path }) => path === page + SCRIPT)
      ? (path: string) => [page, `${page}/`, `${page}/index.html`].includes(path) || path.replace(FORM, '') === page
      : (path: string) => path === document.at;
  return routes.filter(
    ({ method, path }) =>
      method !== 'GET' ||
      !(isPage(path) || path.endsWith(SCRIPT)) ||
      document.operations.some((described) => samePath(described.path, path)),
  );
}
