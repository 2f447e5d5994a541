import type { Api } from '../api/api.ts';
import { Records } from '../api/records.ts';
import type { Live } from './probe.ts';

/** Makes records of an API on the live stack. */
export function recordsOf(live: Live, api: Api): Records {
  return new Records({ api, values: live.values, send: (identity, spec) => live.send(identity, spec) });
}
