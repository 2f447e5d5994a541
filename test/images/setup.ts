// npm run setup: makes sure that a Docker engine answers and can pull images. README.md tells what it does and where it stops.
import { parseArgs } from 'node:util';
import { Engine } from './engine.ts';
import { isReady } from './ready.ts';
import { defaultSettings } from './settings.ts';

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false }, images: { type: 'string' } } });
const engine = Engine.at(defaultSettings.dockerHost);
if (!engine) {
  process.stderr.write(
    'set-up: DOCKER_HOST names an engine reached by ssh or TLS, which set-up leaves alone; run docker pull node:24-alpine there\n',
  );
} else if (values.images !== undefined || !(await isReady(engine, defaultSettings))) {
  // what follows is loaded only when there is work, so that nothing is lost where Docker works
  const { setUp } = await import('./set-up.ts');
  process.exit(await setUp(engine, { isAllowed: values.yes, images: values.images }, defaultSettings));
}
