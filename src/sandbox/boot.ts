import type { Fault } from '../errors.ts';
import type { EgressReport } from './egress.ts';
import type { Help, StackPlan, Treatment } from './plan.ts';

/** How the submission came up: recorded once, also when it did not. */
export interface Boot {
  /** Whether the app answered a request at all. */
  readonly started: boolean;
  /** Whose doing it is that it did not start; null when it did, `nobody` when it may be our guess at how. */
  readonly fault: Fault | 'nobody' | null;
  /** What happened, in a sentence; null when it started. */
  readonly reason: string | null;
  /** Build step that failed, '' when none did. */
  readonly failedStep: string;
  /** Last lines of the build or of the container that ended. */
  readonly lastLines: readonly string[];
  readonly plan: {
    readonly kind: StackPlan['kind'];
    readonly from: string;
    readonly help: readonly Help[];
    readonly treatments: readonly Treatment[];
  } | null;
  readonly app: {
    readonly service: string;
    readonly port: number;
    readonly listens: readonly string[];
    readonly publishes: readonly number[];
  } | null;
  readonly services: readonly {
    readonly service: string;
    readonly image: string;
    readonly digest: string | null;
    readonly labels: Readonly<Record<string, string>>;
    readonly user: string;
  }[];
  readonly egress: EgressReport | null;
  /** Outside names that were looked up from inside the stack. */
  readonly namesAsked: readonly string[];
}
