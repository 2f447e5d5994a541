/** How a stack is started, with how much help, and what was not granted. Made from a compose file, a Dockerfile or, without both, a manifest; paths are relative to the submission. */
export interface StackPlan {
  readonly kind: 'compose' | 'dockerfile' | 'generated';
  /** The file it was made from. */
  readonly from: string;
  readonly services: readonly ServicePlan[];
  /** Names of the networks that services join; each becomes an internal network of the run. */
  readonly networks: readonly string[];
  /** Files that are put into the copy of the submission before it is built: `.env` made from its example, as the README's `cp` would. */
  readonly addedFiles: readonly { readonly path: string; readonly content: string }[];
  readonly help: readonly Help[];
  readonly treatments: readonly Treatment[];
}

/** One thing that was done for the author so that the stack can start. `documented` when the README or compose file says to do it. */
export interface Help {
  readonly kind:
    | 'env-copy'
    | 'generated-value'
    | 'missing-env-file'
    | 'forwarder'
    | 'plan-fallback'
    | 'generated-dockerfile'
    | 'added-database'
    | 'migration'
    | 'schema-file'
    | 'hint';
  readonly what: string;
  readonly documented: boolean;
}

/** What became of a key that is not granted as written. `message` is one or two sentences for the author. */
export interface Treatment {
  readonly treatment: 'rewritten' | 'stripped' | 'refused';
  readonly service?: string;
  readonly key: string;
  readonly message: string;
}

/** Compose's conditions, and one of ours: `service_answers` waits for health as `service_healthy` does, and goes on without it in the end. */
export type DependsOn = 'service_started' | 'service_answers' | 'service_healthy' | 'service_completed_successfully';

export interface HealthCheck {
  /** As the engine takes it: `['CMD', …]`, `['CMD-SHELL', '…']` or `['NONE']`. */
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

export interface BuildPlan {
  /** Folder of the submission, '' for its top. */
  readonly context: string;
  /** File of the submission, or its text when the compose file holds it. */
  readonly dockerfile: { readonly path: string } | { readonly inline: string };
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly network?: 'none';
  /** Further contexts that `COPY --from=<name>` may take from. */
  readonly contexts?: Readonly<
    Record<string, { readonly folder: string } | { readonly image: string } | { readonly service: string }>
  >;
}

/** A fresh labelled volume; with `name` it is shared by the services of one stack, with `copyOf` it starts with that file or folder of the submission. */
export interface VolumePlan {
  readonly target: string;
  readonly name?: string;
  readonly copyOf?: string;
  readonly readOnly: boolean;
}

export interface ServicePlan {
  readonly name: string;
  /** To be pulled; absent when built. */
  readonly image?: string;
  readonly build?: BuildPlan;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingDir?: string;
  readonly hostname?: string;
  /** Network name → other names under which the service answers there (its own name always does). */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** `{ service: x }` shares the network namespace of a service of the stack. */
  readonly networkMode?: 'none' | { readonly service: string };
  /** Container ports that the author publishes or exposes. */
  readonly ports: readonly number[];
  readonly healthcheck?: HealthCheck;
  readonly dependsOn: Readonly<Record<string, DependsOn>>;
  readonly volumes: readonly VolumePlan[];
  /** Files put in before the start: configs and secrets. Paths are absolute inside the container. */
  readonly files: readonly { readonly path: string; readonly content: string; readonly mode: number }[];
  readonly tmpfs: readonly string[];
  readonly restart: 'no' | 'on-failure' | 'always';
  readonly stopSignal?: string;
  readonly stopGraceMs: number;
  readonly init: boolean;
  readonly tty: boolean;
  readonly stdinOpen: boolean;
  readonly readOnly: boolean;
  readonly groupAdd: readonly string[];
  readonly capDrop: readonly string[];
  /** Their own limits, where they ask for less than ours. */
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
}
