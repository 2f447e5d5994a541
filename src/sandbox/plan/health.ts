import type { HealthCheck } from '../plan.ts';
import type { ModelService } from './model.ts';
import { serviceLimits } from './policy.ts';
import { durationMs } from './quantities.ts';

/** Asked at least every second, as often as it takes for the time until "unhealthy" to stay the author's. */
export function healthOf(service: ModelService): HealthCheck | undefined {
  const theirs = service.healthcheck;
  if (!theirs) return undefined;
  const interval = durationMs(theirs.interval) || 30_000;
  const retries = theirs.retries || 3;
  const intervalMs = Math.min(interval, serviceLimits.healthIntervalMs);
  return {
    test: theirs.disable === true ? ['NONE'] : (theirs.test ?? []),
    intervalMs,
    timeoutMs: durationMs(theirs.timeout) || 30_000,
    startPeriodMs: durationMs(theirs.start_period) ?? 0,
    retries: Math.ceil((retries * interval) / intervalMs),
  };
}
