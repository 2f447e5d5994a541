import { RoadworthyError } from '../src/errors.ts';

const NEEDED = [22, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  throw new RoadworthyError(
    'old-node',
    `The tests need Node ${NEEDED.join('.')} or later and were started with ${process.version}: use npm test.`,
  );
}
