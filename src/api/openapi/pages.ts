import type { ProposedOperation } from '../operation.ts';

const SHOWS_AN_API = /(?:docs?|documentation|openapi|swagger|redoc|apispec\w*)$/i;

/**
 * Whether a route serves the document that was found at `at`, its other form, the page for its readers or a file of that page: for
 * `/docs-json` these are `/docs`, `/docs-yaml` and all below `/docs/`. They show the API and are no part of it.
 */
export function isPageAbout(at: string, { method, path }: ProposedOperation): boolean {
  if (method !== 'GET') return false;
  const page = at.replace(/[-./](?:json|ya?ml)$/i, '');
  return (
    path === at || (SHOWS_AN_API.test(page) && (path === page || ['/', '-', '.'].some((next) => path.startsWith(page + next))))
  );
}
