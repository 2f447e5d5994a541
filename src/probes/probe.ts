import type { Client, Reply, RequestSpec } from '../api/client.ts';
import type { IdentityName } from '../api/exchange.ts';
import type { AccountFacts, Recipe } from '../api/identity/recipe.ts';
import type { Values } from '../api/values.ts';
import type { ArtifactName, Artifacts } from './artifacts.ts';

/**
 * What a probe does to the stack: its order, and whether it gets a stack of its own (`disruptive`). Many records (`bulk`) come after
 * few, for they use up what a limiter allows and push others off the first page; `faulty` requests, which may end the app, after both.
 */
export type Effect = 'none' | 'read' | 'write' | 'bulk' | 'faulty' | 'load' | 'disruptive';

/** The live stack as a probe sees it: people who may send requests, and values that are the same in every run. */
export interface Live {
  readonly client: Client;
  readonly values: Values;
  /** Whether A, B and C are somebody on this stack. */
  readonly hasUsers: boolean;
  readonly recipe: Recipe | undefined;
  /** Sends as this identity, with its credential. */
  send(identity: IdentityName, spec: RequestSpec): Promise<Reply>;
  /** Sends with a credential that the caller made; `credential` replaces what the identity's would be. */
  sendWith(identity: IdentityName, credential: string, spec: RequestSpec): Promise<Reply>;
  /** The credential of an identity on this stack: a token, or a cookie header's value. */
  credential(identity: 'A' | 'B' | 'C'): string;
  /** The token against forged requests that goes with a cookie of theirs; null when none does. */
  csrf(identity: 'A' | 'B' | 'C'): string | null;
  account(identity: 'A' | 'B' | 'C'): AccountFacts & { readonly password: string };
  /** Whether the app still runs, and how often it was restarted. */
  alive(): Promise<{ readonly running: boolean; readonly restarts: number; readonly lastLines: readonly string[] }>;
}

/** T itself when it survives JSON, never otherwise. */
export type JsonCompatible<T> = T extends string | number | boolean | null
  ? T
  : T extends
        undefined | bigint | symbol | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | ((...args: never) => unknown)
    ? never
    : { [K in keyof T]: JsonCompatible<T[K]> };

/** Something done to the live stack once and recorded as JSON; many checks may judge one probe. */
export interface Probe<Id extends string = string, Name extends ArtifactName = ArtifactName, Result = unknown> {
  readonly id: Id;
  readonly effect: Effect;
  readonly needs: readonly Name[];
  run(live: Live, artifacts: Pick<Artifacts, Name>): Promise<Result>;
}

/** A probe of any kind, as the runner holds it, who gives it what `needs` names. */
export interface AnyProbe {
  readonly id: string;
  readonly effect: Effect;
  readonly needs: readonly ArtifactName[];
  run(live: Live, artifacts: never): Promise<unknown>;
}

/** Declares a probe. It does not compile when `run` reads an artifact that `needs` does not name, or answers what is not JSON. */
export function defineProbe<const Id extends string, const Name extends ArtifactName, Result>(
  probe: Probe<Id, Name, Result> & { run: (live: Live, artifacts: Pick<Artifacts, Name>) => Promise<JsonCompatible<Result>> },
): Probe<Id, Name, Result> {
  return probe;
}
