import type { PlacedFile } from '../../sandbox/archive.ts';
import { bundleHook, pythonHook } from './bundle-hook.ts';

/** At the top, where no volume or tmpfs of the submission hides it. */
const HOOK_PATH = '/roadworthy-route-hook.cjs';
const PYTHON_FOLDER = '/roadworthy-python';
/** Folders that everybody may write to in nearly every image. */
const WRITABLE = ['/tmp', '/var/tmp'] as const;

interface DiscoveryAdjustment {
  readonly env: Record<string, string>;
  readonly files: readonly PlacedFile[];
  /** Where the route table is, in the container. When nothing is there, `findRouteTable` looks for it in the log. */
  readonly resultPath: string;
}

/**
 * What makes the Node and Python processes of a container tell their routes. `env` is what they would have had: their own
 * `NODE_OPTIONS` stay in front of ours, and what Python finds in our folder first runs what it would have found in theirs. A tmpfs
 * cannot be read by the engine's copy API, so the table goes into a folder that is none.
 */
export function discoveryAdjustment(env: Readonly<Record<string, string>>, tmpfs: readonly string[] = []): DiscoveryAdjustment {
  const folder =
    WRITABLE.find((path) => !tmpfs.some((target) => `${path}/`.startsWith(`${target.replace(/\/+$/, '')}/`))) ?? WRITABLE[0];
  const resultPath = `${folder}/roadworthy-routes.json`;
  const options = [env['NODE_OPTIONS'], `--require ${HOOK_PATH}`].filter(Boolean).join(' ');
  const pythonPath = [PYTHON_FOLDER, env['PYTHONPATH']].filter(Boolean).join(':');
  return {
    env: { ...env, NODE_OPTIONS: options, PYTHONPATH: pythonPath, ROADWORTHY_ROUTES: resultPath },
    files: [{ path: HOOK_PATH, content: bundleHook(), mode: 0o444 }, ...pythonHook(PYTHON_FOLDER)],
    resultPath,
  };
}
