import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';

/** So many operations in a README are a description; fewer are an example. */
const LISTED = 3;

export default defineCheck({
  id: 'missing-api-docs',
  title: 'The API is described for whoever calls it',
  failureTitle: 'The API is described nowhere',
  why: 'Whoever wants to call the API has to read its code. A reviewer who cannot see what it offers tries little of it.',
  fix: 'Describe the API in an OpenAPI document, generated from the code or written by hand, and serve it with a page such as Swagger UI.',
  references: { cwe: 1059 },
  stability: 'stable',
  needs: ['readings', 'survey'],
  // a document that only the running app shows counts as well; a project that does not start is judged by its files
  prefers: ['api'],
  judge({ readings: { apiDocs, readme }, survey, api }) {
    const served = api?.documents.find(({ kind }) => kind === 'openapi-served');
    if (served) return { verdict: 'pass', found: `The running app serves a document at ${served.at}.` };
    const file = survey.apiDescriptions.find(({ kind }) => kind === 'openapi');
    if (file) return { verdict: 'pass', found: `${file.path} is an OpenAPI document.` };
    const [sign] = apiDocs.described;
    if (sign && apiDocs.off.length === 0) return { verdict: 'pass', found: `${sign.what}: ${sign.path}:${sign.line}.` };
    const others = survey.apiDescriptions.filter(({ kind }) => kind !== 'openapi');
    const listed = readme !== null && readme.endpoints >= LISTED;
    if (others.length > 0 || listed || readme?.use != null) {
      const places = [
        ...others
          .slice(0, 3)
          .map(({ path, kind }): [string, string] => [path, `requests for ${kind === 'http' ? 'an editor' : kind}`]),
        ...(readme?.use == null
          ? []
          : [
              [`${readme.path}:${readme.use}`, listed ? counted(readme.endpoints, 'operation') : 'a mention'] satisfies [
                string,
                string,
              ],
            ]),
      ];
      return {
        verdict: 'partial',
        share: others.length > 0 || listed ? 0.5 : 0.2,
        found: `People can read about it in ${places.map(([where]) => where).join(', ')}; no document describes it for programs.`,
        evidence: [{ kind: 'table', columns: ['Where', 'What'], rows: places }],
      };
    }
    if (!apiDocs.complete)
      return { verdict: 'inconclusive', reason: 'No description was found in the part of the code that was read.' };
    const evidence: readonly Evidence[] = [...apiDocs.off, ...apiDocs.unused]
      .slice(0, 3)
      .map(({ path, line, snippet, what }) => ({
        kind: 'source',
        path,
        line,
        snippet,
        note: apiDocs.off.length > 0 ? what : `${what} is named here and used nowhere`,
      }));
    const [first = nothing, ...rest] = evidence;
    return {
      verdict: 'fail',
      found: 'No OpenAPI document, nothing that generates one, and no list of operations in a README.',
      evidence: [first, ...rest],
    };
  },
});

const nothing: Evidence = {
  kind: 'table',
  columns: ['Looked for', 'Found'],
  rows: [
    ['OpenAPI, Postman, Insomnia, Bruno or HTTP files', 'none'],
    ['libraries and comments that generate a document', 'none'],
    ['operations in the README', 'none'],
  ],
};
