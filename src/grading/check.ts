import type { ArtifactName, Artifacts } from '../probes/artifacts.ts';
import type { AnyProbe } from '../probes/probe.ts';
import type { JudgedVerdict } from './verdict.ts';

/** An artifact by name, or a probe by reference. */
export type Need = ArtifactName | AnyProbe;

type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : S;
type ResultOf<P> = P extends { run(...given: never): Promise<infer Result> } ? Result : never;

/** What `judge` receives: the artifacts by name and the results of the probes by their id in camelCase, and nothing else. */
export type Inputs<N extends Need> = { readonly [K in Extract<N, ArtifactName>]: Artifacts[K] } & {
  readonly [P in Exclude<N, ArtifactName> as CamelCase<P['id']>]: ResultOf<P>;
};

/** The texts and references of a check; they are copied into every scorecard. */
export interface CheckMetadata {
  /** Kebab-case, equal to the file name, a noun that names the failing state. */
  readonly id: string;
  readonly title: string;
  readonly failureTitle: string;
  /** Two sentences at most, without a fix in it. */
  readonly why: string;
  readonly fix: string;
  readonly references: { readonly cwe?: number; readonly owaspApi?: string };
  /** Experimental checks are shown and not scored. */
  readonly stability: 'stable' | 'experimental';
}

/** One question about a submission. `judge` is pure: no I/O, no clock, no chance, and it never catches. */
export interface Check<N extends Need = Need> extends CheckMetadata {
  readonly needs: readonly N[];
  judge(inputs: Inputs<N>): JudgedVerdict;
}

/** A check as the runner holds it; its inputs are assembled from what `needs` names. */
export interface AnyCheck extends CheckMetadata {
  readonly needs: readonly Need[];
  judge(inputs: never): JudgedVerdict;
}

/** Declares a check. It does not compile when `judge` reads what `needs` does not name, or fails without evidence. */
export function defineCheck<const N extends Need>(check: Check<N>): Check<N> {
  return check;
}

/** `login-burst` → `loginBurst`. */
export function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
