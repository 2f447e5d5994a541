import { defineCheck } from '../../src/grading/check.ts';
import type { Evidence } from '../../src/grading/evidence.ts';
import { counted } from '../../src/grading/wording.ts';
import type { Artifacts } from '../../src/probes/artifacts.ts';
import { partsOf } from './images/base-image.ts';

interface Use {
  readonly path: string;
  readonly line: number;
  readonly written: string;
  readonly image: string;
  readonly keyword: string;
}

export default defineCheck({
  id: 'unpinned-image',
  title: 'Images name their version',
  failureTitle: 'Images come without a version',
  why: 'The same commit builds something else next month, and a new major version of the runtime or the database breaks it without a change. What ran in a test is then not what runs for users.',
  fix: 'Give every FROM and every image a version that you have tried, such as node:24-alpine or postgres:17, or a digest, and let a bot propose the updates.',
  references: { cwe: 1357 },
  stability: 'stable',
  needs: ['readings'],
  judge({ readings: { containers } }) {
    const uses = usesOf(containers);
    if (uses.length === 0)
      return { verdict: 'not-applicable', reason: 'No Dockerfile and no compose file names an image of others.' };
    const loose = uses.filter(({ image }) => isLoose(image));
    if (loose.length === 0) return { verdict: 'pass', found: `${counted(uses.length, 'image')} with a version or digest.` };
    const found = `${loose.length} of ${counted(uses.length, 'image')}: ${[...new Set(loose.map(({ written }) => written))].slice(0, 5).join(', ')}.`;
    const [first, ...rest] = loose.slice(0, 8).map(({ path, line, written, keyword }): Evidence => ({
      kind: 'source',
      path,
      line,
      snippet: `${keyword} ${written}`,
      note: 'whatever is newest when it is pulled',
    }));
    if (!first) return { verdict: 'pass' };
    if (loose.length === uses.length) return { verdict: 'fail', found, evidence: [first, ...rest] };
    return { verdict: 'partial', share: 1 - loose.length / uses.length, found, evidence: [first, ...rest] };
  },
});

/** Images of others: no stages of the same file, nothing from scratch, no name that is only given to what is built here, no open variable. */
function usesOf({ dockerfiles, composeFiles }: Artifacts['readings']['containers']): Use[] {
  const bases = dockerfiles.flatMap(({ path, stages }) =>
    stages.flatMap(({ from, image, line, written }) =>
      from === 'image' && image !== null ? [{ path, line, written, image, keyword: 'FROM' }] : [],
    ),
  );
  const builtHere = new Set(
    composeFiles.flatMap(({ services }) =>
      services.flatMap(({ build, image }) => (build !== null && image?.resolved != null ? [image.resolved] : [])),
    ),
  );
  const pulled = composeFiles.flatMap(({ path, services }) =>
    services.flatMap(({ image, build }) =>
      image?.resolved == null || build !== null || builtHere.has(image.resolved)
        ? []
        : [{ path, line: image.line, written: image.written, image: image.resolved, keyword: 'image:' }],
    ),
  );
  return [...bases, ...pulled];
}

/** No tag, or `latest`. A tag without a number, as in `node:lts-alpine`, is at least a choice. */
function isLoose(image: string): boolean {
  const { tag, digest } = partsOf(image);
  return digest === null && (tag === null || tag.toLowerCase() === 'latest');
}
