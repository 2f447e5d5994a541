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

/** Facts that `judge` is given when they were recorded; without them it judges by the rest. */
export type Preferred<P extends ArtifactName> = { readonly [K in P]?: Artifacts[K] };

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
export interface Check<N extends Need = Need, P extends ArtifactName = ArtifactName> extends CheckMetadata {
  readonly needs: readonly N[];
  /** Facts of the running app that correct what reading the files says. They start nothing, and their absence blocks nothing. */
  readonly prefers?: readonly P[];
  judge(inputs: Inputs<N> & Preferred<P>): JudgedVerdict;
}

/** A check as the runner holds it; its inputs are assembled from what `needs` names. */
export interface AnyCheck extends CheckMetadata {
  readonly needs: readonly Need[];
  readonly prefers?: readonly ArtifactName[];
  judge(inputs: never): JudgedVerdict;
}

/** Declares a check. It does not compile when `judge` reads what `needs` does not name, or fails without evidence. */
export function defineCheck<const N extends Need, const P extends ArtifactName = never>(check: Check<N, P>): Check<N, P> {
  return check;
}

/** `login-burst` → `loginBurst`. */
export function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
