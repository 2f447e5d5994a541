import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';

/** Containers of an editor are not those of the project. */
const OF_THE_EDITOR = /(?:^|\/)(?:\.devcontainer|\.gitpod|\.vscode)\/|(?:^|\/)\.gitpod/i;

export default defineCheck({
  id: 'missing-containers',
  title: 'The project comes with its containers',
  failureTitle: 'There is no way to run it in containers',
  why: 'Whoever wants to try it must install the same runtime and database in the same versions. Most reviewers stop there.',
  fix: 'Write a Dockerfile for the API and a compose file that starts it together with its database, and try both from a fresh clone.',
  references: { cwe: 1059 },
  stability: 'stable',
  needs: ['readings', 'survey'],
  judge({ readings: { containers, above }, survey }) {
    const dockerfiles = survey.dockerfiles.filter((path) => !OF_THE_EDITOR.test(path));
    const composeFiles = survey.composeFiles.filter((path) => !OF_THE_EDITOR.test(path));
    const services = containers.composeFiles.flatMap((file) => file.services.map((service) => ({ ...service, path: file.path })));
    const builds = services.find(({ build }) => build !== null);
    const compose = composeFiles[0];
    const [builder] = containers.otherBuilders;
    if (builds) return { verdict: 'pass', found: `${builds.path} builds and starts "${builds.name}".` };
    // a variant for development is read by name only
    if (compose !== undefined && (dockerfiles.length > 0 || builder)) {
      const database = services.length > 0 ? ` beside ${compose}` : ` and ${compose}`;
      return { verdict: 'pass', found: `${dockerfiles[0] ?? `${builder?.what} in ${builder?.path}`}${database}.` };
    }
    if (builder) return { verdict: 'pass', found: `${builder.what} makes the image (${builder.path}:${builder.line}).` };
    if (dockerfiles[0] !== undefined)
      return { verdict: 'pass', found: `${dockerfiles[0]}; no compose file starts anything beside it.` };
    if (compose !== undefined)
      return {
        verdict: 'partial',
        share: 0.4,
        found: `${compose} starts what the API needs, and nothing builds or starts the API itself.`,
        evidence: [servicesTable(services)],
      };
    const outside = above.find((name) => /^(?:docker-)?compose|^dockerfile$/i.test(name));
    if (outside !== undefined)
      return {
        verdict: 'inconclusive',
        reason: `The graded folder has none, and the ${outside} of the repository around it was not read.`,
      };
    return {
      verdict: 'fail',
      found: 'No Dockerfile, no compose file, and no plugin that makes an image.',
      evidence: [
        {
          kind: 'table',
          columns: ['Looked for', 'Found'],
          rows: [
            ['Dockerfile or Containerfile', 'none'],
            ['compose file', 'none'],
            ['Jib, buildpacks and other builders of images', 'none'],
          ],
        },
      ],
    };
  },
});

const servicesTable = (services: readonly { name: string; image: { written: string } | null }[]): Evidence => ({
  kind: 'table',
  columns: ['Service', 'Image'],
  rows: services.slice(0, 10).map(({ name, image }) => [name, image?.written ?? '']),
});
