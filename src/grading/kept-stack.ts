import type { Inspection } from './inspection.ts';
import { shellText } from './shell.ts';

/** A stack that stays after the run, and the shell lines with which its evidence is replayed. */
export interface KeptStack {
  readonly exports: readonly string[];
}

/** Lines for a shell, secrets included: they go to the terminal of whoever asked for them and nowhere else. */
export function keepStack(inspection: Inspection): KeptStack | undefined {
  const { graded, recipe } = inspection;
  if (!graded) return undefined;
  const kind = recipe?.token.in === 'cookie' ? 'COOKIE' : 'TOKEN';
  const { people } = graded;
  const lines = people.flatMap((identity) => [
    `RW_${identity}_${kind}=${shellText(graded.live.credential(identity))}`,
    ...csrfLine(identity, graded.live.csrf(identity)),
    `RW_${identity}_PASSWORD=${shellText(graded.live.account(identity).password)}`,
  ]);
  return { exports: [`export ${[`RW_URL=http://127.0.0.1:${graded.app.publishedPort}`, ...lines].join(' ')}`] };
}

const csrfLine = (identity: string, csrf: string | null) => (csrf === null ? [] : [`RW_${identity}_CSRF=${shellText(csrf)}`]);
