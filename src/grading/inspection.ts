import { Client } from '../api/client.ts';
import { loginRoles, type Recipe } from '../api/identity/recipe.ts';
import { Sessions } from '../api/identity/session.ts';
import { Recorder } from '../api/recorder.ts';
import { discoveryAdjustment } from '../api/routes/discovery.ts';
import { findRouteTable } from '../api/routes/route-table.ts';
import { operationOf, understand } from '../api/understand.ts';
import { Values } from '../api/values.ts';
import type { TimedRequest } from '../database/attribute.ts';
import {
  captureFor,
  findDatabase,
  lookAtQueries,
  lookAtSchema,
  lookAtStoredValues,
  type FoundDatabase,
} from '../database/look-inside.ts';
import { until } from '../deadline.ts';
import { RoadworthyError, toError } from '../errors.ts';
import type { ArtifactName, Missing } from '../probes/artifacts.ts';
import { liveOn } from '../probes/live.ts';
import type { AnyProbe, Live } from '../probes/probe.ts';
import { inOrder, runProbe, unmetNeed } from '../probes/run-probes.ts';
import type { Progress } from '../progress.ts';
import { appService } from '../sandbox/app-service.ts';
import type { Boot } from '../sandbox/boot.ts';
import { bringUp, describeBoot, describeFailure, type RunningStack } from '../sandbox/bring-up.ts';
import { testEgress } from '../sandbox/egress.ts';
import { findPlugin, type Engine } from '../sandbox/engine.ts';
import type { Run } from '../sandbox/labels.ts';
import type { ServicePlan, StackPlan } from '../sandbox/plan.ts';
import { hintedPlan, type StartHints } from '../sandbox/plan/hinted-plan.ts';
import { makePlan } from '../sandbox/plan/make-plan.ts';
import { databasesFirst } from '../sandbox/databases-first.ts';
import { withoutTools } from '../sandbox/needed-services.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import type { Stack } from '../sandbox/stack.ts';
import type { Submission } from '../submission/acquire.ts';
import { githubMetadata, type GitHubFacts } from '../submission/github.ts';
import { read as readCode } from '../submission/readings.ts';
import { survey as takeSurvey, type Survey } from '../submission/survey.ts';
import type { AnyCheck } from './check.ts';
import { Ledger, missingBecause } from './ledger.ts';
import { artifactsOf, PROBES_BEHIND, probesOf } from './needs.ts';
import { shortHash, type RunFolder } from './run-folder.ts';

/** Below this, discovery and the first clean stack start one after the other. */
const MEMORY_FOR_TWO = 8 * 2 ** 30;
const ROUTE_TABLE_BYTES = 2 ** 20;
const LOG_LINES = 2_000;

export interface InspectionOptions {
  readonly submission: Submission;
  readonly engine: Engine;
  readonly run: Run;
  readonly folder: RunFolder;
  readonly checks: readonly AnyCheck[];
  readonly progress: Progress;
  /** Ends everything: Ctrl-C, or the deadline of the whole run. */
  readonly signal: AbortSignal;
  /** Whether the stack that is read and written stays. */
  readonly keep: boolean;
  /** Whether GitHub is left alone. */
  readonly offline: boolean;
}

/** A stack with people on it. */
interface PeopledStack extends RunningStack {
  /** Who is somebody here. */
  readonly people: readonly ('A' | 'B' | 'C')[];
  readonly client: Client;
  readonly live: Live;
}

/**
 * One submission on the road, step by step. Each step writes down what it found or why it could not, so that the steps after
 * it and the judging never guess.
 */
export class Inspection {
  readonly ledger: Ledger;
  readonly recorder = new Recorder();
  readonly phases: { name: string; startMs: number; ms: number }[] = [];
  readonly #options: InspectionOptions;
  readonly #from = performance.now();
  readonly #probes: readonly AnyProbe[];
  readonly #artifacts: ReadonlySet<ArtifactName>;
  /** Ids of the exchanges by the step that sent them: 'identify', or a probe. */
  readonly #sent = new Map<string, readonly string[]>();
  readonly #buildLog: string[] = [];
  readonly seed: string;
  #plan: StackPlan | undefined;
  #sandbox: Sandbox | undefined;
  #service = '';
  #discovery: Promise<Stack> | undefined;
  #clean: Promise<Stack> | undefined;
  #discovering: Promise<RunningStack> | undefined;
  #booted: Promise<void> = Promise.resolve();
  #cleanBoot: Promise<RunningStack> | undefined;
  #running: RunningStack | undefined;
  #graded: PeopledStack | undefined;
  /** Prepared ahead: their databases start while the images are built. */
  readonly #disruptive = new Map<number, Promise<Stack>>();
  #nextDisruptive: Promise<PeopledStack | undefined> | undefined;
  #recipe: Recipe | undefined;
  #boot: Boot | undefined;
  #readings: Promise<void> = Promise.resolve();
  readonly #reading = new AbortController();
  github: GitHubFacts | { readonly unknown: string } = { unknown: 'it was not asked' };
  /** Why nothing that needs the running app can be had. */
  #cause: Missing | undefined;

  constructor(options: InspectionOptions) {
    this.#options = options;
    this.ledger = new Ledger(options.folder);
    this.seed = shortHash(options.submission.commit);
    this.#probes = inOrder(probesOf(options.checks));
    this.#artifacts = artifactsOf(options.checks);
  }

  /** Whether any of the checks asks for more than the files. */
  get needsRunning(): boolean {
    const fromFiles = new Set<ArtifactName>(['survey', 'readings']);
    return this.#probes.length > 0 || [...this.#artifacts].some((name) => !fromFiles.has(name));
  }

  /** What manifests and file names tell; reading code and history begins and goes on meanwhile. */
  async survey(): Promise<Survey> {
    const { submission, progress } = this.#options;
    const signal = AbortSignal.any([this.#options.signal, this.#reading.signal]);
    const survey = await this.#timed('survey', () => takeSurvey(submission.files));
    await this.ledger.record('survey', survey);
    this.#readings = this.#timed('read code and history', async () => {
      try {
        await this.ledger.record('readings', await readCode(submission, signal));
      } catch (error) {
        await this.ledger.miss('readings', missingBecause(error, 'readings'));
      }
      const { source } = submission;
      if (source.kind === 'git') this.github = await githubMetadata(source.url, { offline: this.#options.offline, signal });
    });
    // waited for at the end; a run that is broken off before does not wait
    this.#readings.catch(() => undefined);
    progress.note(
      `${survey.frameworks.map((framework) => framework.name).join(', ') || 'no known framework'} in ${
        survey.languages
          .map((language) => language.name)
          .slice(0, 3)
          .join(', ') || 'no known language'
      }`,
    );
    return survey;
  }

  /** Builds the images and starts a discovery stack and the first clean one; what does not start is a fact, too. */
  async buildAndBoot(survey: Survey): Promise<void> {
    const { progress } = this.#options;
    const hints = usableHints(survey);
    let failure = await this.#tryToBoot(survey, undefined);
    if (failure && failure.fault !== 'grader' && hints) {
      progress.note(`${failure.reason ?? 'it did not start'}; once more, as ${hints.file} says`);
      await this.#sandbox?.close({ kept: false });
      failure = await this.#tryToBoot(survey, hints);
    }
    if (failure) await this.#recordFailure(failure);
  }

  /** Undefined when the app answers, else why it does not. */
  async #tryToBoot(survey: Survey, hints: StartHints | undefined): Promise<Boot | undefined> {
    const { engine, run, progress, signal } = this.#options;
    try {
      const plan = databasesFirst(withoutTools(await this.#timed('plan', () => this.#makePlan(survey, hints))));
      const service = appService(plan);
      if (!service)
        throw new RoadworthyError('no-app', `${plan.from} starts no service that is built from this repository.`, {
          fault: 'submission',
        });
      this.#plan = hints ? hintedPlan(plan, service.name, hints) : plan;
      this.#service = service.name;
      progress.phase('build', `${this.#plan.from}, graded service ${service.name}`);
      const sandbox = await this.#timed('helper and edge network', () => this.#openSandbox());
      this.#sandbox = sandbox;
      await this.#bootIn(sandbox, service, this.#plan);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      await this.#saveLogs(await this.#clean?.catch(() => undefined));
      return describeFailure(error, engine, run, this.#plan ?? null);
    }
  }

  async #bootIn(sandbox: Sandbox, service: ServicePlan, plan: StackPlan): Promise<void> {
    const { engine, progress } = this.#options;
    const hook = discoveryAdjustment({}, service.tmpfs);
    this.#discovery = sandbox.prepare('discovery', {
      [service.name]: {
        environment: (own) => discoveryAdjustment(own, service.tmpfs).env,
        files: hook.files,
      },
    });
    this.#discovery.catch(() => undefined);
    const bothAtOnce = engine.facts.memoryBytes >= MEMORY_FOR_TWO;
    this.#clean = bothAtOnce ? this.#prepareClean(sandbox) : undefined;
    this.#clean?.catch(() => undefined);
    if (bothAtOnce && this.#isDisruptive) this.#disruptive.set(1, sandbox.prepare('disruptive-1'));
    this.#disruptive.get(1)?.catch(() => undefined);
    await this.#timed('build', () => sandbox.built());
    progress.phase('boot');
    const clean = (this.#clean ??= this.#prepareClean(sandbox));
    this.#cleanBoot = this.#timed('boot, clean stack', () => bringUp(sandbox, clean, this.#service));
    this.#cleanBoot.catch(() => undefined);
    this.#discovering = bothAtOnce ? this.#bootDiscovery() : undefined;
    this.#discovering?.catch(() => undefined);
    this.#running = await this.#cleanBoot;
    progress.note(`${this.#service} answers on port ${this.#running.app.port}`);
    this.#booted = this.#recordBoot(this.#running, sandbox, plan);
    this.#booted.catch(() => undefined);
  }

  #prepareClean(sandbox: Sandbox): Promise<Stack> {
    const capture = this.#artifacts.has('queries') ? captureFor(this.#plan?.services ?? []) : {};
    return sandbox.prepare('clean', capture, { keep: this.#options.keep });
  }

  /** Goes on while the API is being understood: the test of the way out waits three seconds for answers that must not come. */
  async #recordBoot(running: RunningStack, sandbox: Sandbox, plan: StackPlan): Promise<void> {
    const { engine, run } = this.#options;
    const egress = await this.#timed('test the way out', () =>
      testEgress(engine, run, { containerId: running.app.container.id }, sandbox.edge),
    ).catch(() => null);
    this.#boot = describeBoot(running, plan, sandbox, egress);
    await this.ledger.record('boot', this.#boot);
  }

  async #recordFailure(boot: Boot): Promise<void> {
    const reason = boot.reason ?? 'The submission did not start.';
    this.#cause = { reason, fault: boot.fault ?? 'grader', by: 'boot' };
    this.#options.progress.note(reason);
    this.#boot = boot;
    // that it does not start is a fact about the submission; a fault of ours is not
    if (boot.fault === 'submission') await this.ledger.record('boot', boot);
    else await this.ledger.miss('boot', this.#cause);
  }

  async #makePlan(survey: Survey, hints: StartHints | undefined): Promise<StackPlan> {
    const { submission, signal } = this.#options;
    const compose = await findPlugin('compose');
    const { files, folder } = submission.repository;
    const inside = (paths: readonly string[]) => (folder === '' ? paths : paths.map((path) => `${folder}/${path}`));
    return makePlan(
      files,
      {
        composeFiles: inside(survey.composeFiles),
        dockerfiles: inside(survey.dockerfiles),
        envExamples: inside(survey.envExamples),
        readmeDocumentsEnvCopy: survey.envCopies.length > 0,
        documentedValues: survey.readmeVariables,
        frameworks: survey.frameworks.map((one) => ({ ...one, manifest: inside([one.manifest])[0] ?? one.manifest })),
        readme: survey.readme === null ? null : (inside([survey.readme])[0] ?? null),
        readmeSteps: hints?.start ? [{ command: hints.start }] : survey.readmeSteps,
      },
      { subdir: folder, seed: this.seed, engine: { composeBinary: compose?.path ?? 'docker-compose' }, signal },
    );
  }

  #openSandbox(): Promise<Sandbox> {
    const { engine, run, submission, signal, progress } = this.#options;
    if (!this.#plan) throw new Error('no plan yet');
    return Sandbox.open({
      engine,
      run,
      files: submission.repository.files,
      plan: this.#plan,
      cacheScope: shortHash(submission.name + submission.source.kind),
      signal,
      onBuildLine: (service, line) => {
        this.#buildLog.push(`${service}: ${line}`);
        progress.line(`${service}: ${line}`);
      },
    });
  }

  /** Learns operations, payloads and the login on the discovery stack, which is then removed. */
  async understand(survey: Survey): Promise<void> {
    if (this.#cause || !this.#sandbox) return;
    const { progress, submission, signal } = this.#options;
    progress.phase('understand');
    try {
      const { stack, app } = await this.#timed('boot, discovery stack', () => (this.#discovering ??= this.#bootDiscovery()));
      const client = new Client({
        stack: 'discovery',
        port: app.publishedPort,
        recorder: this.recorder,
        signal,
        whenSilent: () => stack.throwIfCrashed(),
      });
      const understood = await this.#timed('understand', async () =>
        understand({
          client,
          values: new Values(this.seed),
          files: submission.files,
          documents: survey.apiDescriptions.filter((one) => one.kind === 'openapi').map((one) => one.path),
          routeTable: await this.#readRouteTable(stack),
          ...(survey.hints !== null && 'file' in survey.hints && { hints: survey.hints }),
        }),
      );
      await client.close();
      await this.ledger.record('api', understood.api);
      await this.#recordRecipe(understood.recipe);
      progress.note(`${understood.api.operations.length} operations, ${understood.api.resources.length} kinds of records`);
      this.#nextDisruptive = this.#removeThenBoot(stack);
      this.#nextDisruptive.catch(() => undefined);
    } catch (error) {
      signal.throwIfAborted();
      this.#cause = missingBecause(error, 'understanding');
      await this.ledger.miss('api', this.#cause);
    }
  }

  /** The hook may not suit the app: then a plain stack teaches what it can. */
  async #bootDiscovery(): Promise<RunningStack> {
    const sandbox = this.#needSandbox();
    try {
      return await bringUp(sandbox, (this.#discovery ??= sandbox.prepare('discovery')), this.#service, { keepsRestarting: true });
    } catch (error) {
      this.#options.signal.throwIfAborted();
      // what does not start without the hook either needs no second try
      await this.#cleanBoot;
      this.#options.progress.note(
        `the discovery stack did not start (${toError(error).message}); learning without the route hook`,
      );
      await this.#discovery?.then(
        (stack) => stack.remove(),
        () => undefined,
      );
      return bringUp(sandbox, sandbox.prepare('discovery-plain'), this.#service);
    }
  }

  async #readRouteTable(stack: Stack): Promise<string | undefined> {
    const { resultPath } = discoveryAdjustment({}, stack.service(this.#service).tmpfs);
    // the hook writes 150 ms after the app listens, and again later
    const file = await until(() => stack.readFile(this.#service, resultPath, ROUTE_TABLE_BYTES), { ms: 1_200, everyMs: 100 });
    return file ?? findRouteTable((await stack.logs(this.#service, 200)).join('\n'));
  }

  async #recordRecipe(learnt: Awaited<ReturnType<typeof understand>>['recipe']): Promise<void> {
    if ('recipe' in learnt) {
      this.#recipe = learnt.recipe;
      return;
    }
    const guarded = this.recorder.exchanges.some(
      (exchange) => exchange.response?.status === 401 || exchange.response?.status === 403,
    );
    if (!guarded && learnt.candidates === 0) {
      await this.ledger.absent(
        'identities',
        'The API has no users: nothing registers, and no request was refused for want of a login.',
      );
      return;
    }
    await this.ledger.miss('identities', {
      reason: `Nobody could register and log in: ${learnt.failed}`,
      fault: 'nobody',
      by: 'login',
    });
  }

  /** While the clean stack is driven, the next one already boots and people register there. */
  async #removeThenBoot(discovery: Stack): Promise<PeopledStack | undefined> {
    const [next] = await Promise.all([this.#isDisruptive ? this.#bootDisruptive(1) : undefined, discovery.remove()]);
    return next;
  }

  get #isDisruptive(): boolean {
    return this.#probes.some((probe) => probe.effect === 'disruptive');
  }

  #bootDisruptive(number: number): Promise<PeopledStack> {
    const sandbox = this.#needSandbox();
    const booting = this.#timed(`boot, disruptive stack ${number}`, async () =>
      this.#people(
        await bringUp(sandbox, this.#disruptive.get(number) ?? sandbox.prepare(`disruptive-${number}`), this.#service),
        ['C'],
      ),
    );
    booting.catch(() => undefined);
    return booting;
  }

  /** A, B and C register on the clean stack by the recipe. */
  async identify(): Promise<void> {
    if (this.#cause || !this.#running) return;
    this.#options.progress.phase('identify');
    const before = this.recorder.exchanges.length;
    this.#graded = await this.#timed('identify', () => this.#people(this.#required(this.#running), ['A', 'B'], ['C']));
    this.#remember('identify', before);
    const { people, live } = this.#graded;
    const accounts = people.map((name) => live.account(name));
    if (this.#recipe && people.includes('A') && people.includes('B')) {
      await this.ledger.record('identities', {
        recipe: this.#recipe,
        accounts: accounts.map(({ password: _secret, ...facts }) => facts),
      });
    }
  }

  /** `needed` must become somebody, or nobody is; who else comes is welcome: a strict limiter may let no more in. */
  async #people(
    running: RunningStack,
    needed: readonly ('A' | 'B' | 'C')[],
    welcome: readonly 'C'[] = [],
  ): Promise<PeopledStack> {
    const { stack, app } = running;
    const client = new Client({
      stack: stack.name,
      port: app.publishedPort,
      recorder: this.recorder,
      signal: this.#options.signal,
      whenSilent: () => stack.throwIfCrashed(),
    });
    const sessions = new Sessions(client, this.#recipe);
    const values = new Values(this.seed);
    if (this.#recipe) {
      try {
        for (const identity of needed) await sessions.enter(identity, values);
        for (const identity of welcome) await sessions.enter(identity, values).catch(() => undefined);
      } catch (error) {
        this.#options.signal.throwIfAborted();
        await this.ledger.miss('identities', { reason: toError(error).message, fault: 'nobody', by: 'login' });
      }
    }
    return {
      ...running,
      client,
      people: (['A', 'B', 'C'] as const).filter((name) => sessions.get(name) !== undefined),
      live: liveOn({ stack, service: this.#service, client, sessions, recipe: this.#recipe, values }),
    };
  }

  /** The probes that the clean stack can take, in the order of their effect. */
  async probe(): Promise<void> {
    if (this.#cause || !this.#graded) return;
    const { progress } = this.#options;
    const quiet = this.#probes.filter((probe) => probe.effect !== 'disruptive');
    for (const [index, probe] of quiet.entries()) {
      progress.phase('probe', `${index + 1}/${this.#probes.length} ${probe.id}`);
      await this.#runProbe(probe, this.#graded.live);
    }
  }

  async #runProbe(probe: AnyProbe, live: Live): Promise<void> {
    const before = this.recorder.exchanges.length;
    const outcome = await this.#timed(`probe ${probe.id}`, () => runProbe(probe, live, this.ledger.artifacts));
    this.#remember(probe.id, before);
    this.#options.signal.throwIfAborted();
    await this.ledger.recordProbe(probe.id, outcome);
  }

  /** What a step sent to the graded stack; the stack that is prepared meanwhile is another one. */
  #remember(step: string, before: number): void {
    const sent = this.recorder.exchanges.slice(before).filter(({ stack }) => stack === this.#running?.stack.name);
    this.#sent.set(
      step,
      sent.map(({ id }) => id),
    );
  }

  /** What the database of the stack that was driven holds, how it is built and what it was asked. */
  async lookInside(): Promise<void> {
    const wanted = (['storedValues', 'schema', 'queries'] as const).filter((name) => this.#artifacts.has(name));
    if (this.#cause || !this.#graded || wanted.length === 0) return;
    const { stack } = this.#graded;
    this.#options.progress.phase('look inside');
    try {
      const database = await findDatabase(stack, this.#service);
      // stored values first: what comes after must not change what is found
      for (const name of wanted) {
        if ('unseen' in database) await this.ledger.miss(name, { reason: database.unseen, fault: 'nobody', by: 'database' });
        else await this.#lookAt(name, database);
      }
    } catch (error) {
      this.#options.signal.throwIfAborted();
      for (const name of wanted) await this.ledger.miss(name, { ...missingBecause(error, 'database'), fault: 'nobody' });
    }
  }

  async #lookAt(name: 'storedValues' | 'schema' | 'queries', database: FoundDatabase): Promise<void> {
    try {
      if (name === 'storedValues') await this.#timed('look inside', () => this.#lookAtStoredValues(database));
      if (name === 'schema') await this.#timed('read schema', () => this.#lookAtSchema(database));
      if (name === 'queries') await this.#timed('measure queries', () => this.#lookAtQueries(database));
    } catch (error) {
      this.#options.signal.throwIfAborted();
      await this.ledger.miss(name, { ...missingBecause(error, 'database'), fault: 'nobody' });
    }
  }

  async #lookAtStoredValues(database: FoundDatabase): Promise<void> {
    const identities = this.ledger.artifacts.identities;
    if (identities !== undefined && !('value' in identities)) {
      if ('absent' in identities) await this.ledger.absent('storedValues', identities.absent);
      else await this.ledger.miss('storedValues', identities.missing);
      return;
    }
    const { live, people } = this.#required(this.#graded);
    const canaries = people.map((identity) => {
      const { email, username, password } = live.account(identity);
      return { identity, login: [email, username], password };
    });
    await this.ledger.record('storedValues', await lookAtStoredValues(database, canaries));
  }

  async #lookAtSchema(database: FoundDatabase): Promise<void> {
    const { live, people } = this.#required(this.#graded);
    const by = this.#recipe ? loginRoles(this.#recipe) : [];
    const accounts = people.map((identity) => live.account(identity)).map(({ email, username }) => ({ email, username }));
    const unknown = { unknown: 'Nobody could register and log in, so that it is not known what must be unique.' };
    const { identities } = this.ledger.artifacts;
    const otherwise = identities !== undefined && 'absent' in identities ? null : unknown;
    const login = by.length > 0 && accounts.length > 0 ? { by, accounts } : otherwise;
    await this.ledger.record('schema', await lookAtSchema(database, login));
  }

  /** Only what is sent in every run that needs the queries counts, or a run with more checks would judge other queries. */
  async #lookAtQueries(database: FoundDatabase): Promise<void> {
    const steps = ['identify', ...(PROBES_BEHIND.queries ?? []).map(({ id }) => id)];
    const ids = new Set(steps.flatMap((step) => this.#sent.get(step) ?? []));
    const api = this.ledger.artifacts.api;
    const operations = api !== undefined && 'value' in api ? api.value.operations : [];
    const requests = this.recorder.exchanges.flatMap((exchange): TimedRequest[] => {
      const time = this.recorder.times.get(exchange.id);
      if (!time || !ids.has(exchange.id)) return [];
      return [{ ...time, operation: operationOf(exchange, operations) }];
    });
    const { redaction } = this.#required(this.#graded).client;
    const seen = await lookAtQueries(database, { requests, redact: (text) => redaction.redact(text) });
    if ('unseen' in seen) await this.ledger.miss('queries', { reason: seen.unseen, fault: 'nobody', by: 'database' });
    else await this.ledger.record('queries', seen);
  }

  /** Each disruptive probe on a stack of its own; the next one starts while one is driven. */
  async probeDisruptively(): Promise<void> {
    if (this.#cause || !this.#graded) return;
    await this.#graded.client.close();
    await this.#saveLogs(this.#graded.stack);
    const removal = this.#options.keep ? Promise.resolve() : this.#graded.stack.remove();
    removal.catch(() => undefined);
    const disruptive = this.#probes.filter((probe) => probe.effect === 'disruptive');
    for (const [index, probe] of disruptive.entries()) {
      this.#options.progress.phase(
        'probe',
        `${this.#probes.length - disruptive.length + index + 1}/${this.#probes.length} ${probe.id}`,
      );
      const unmet = unmetNeed(probe, this.ledger.artifacts);
      if (unmet) {
        await this.ledger.recordProbe(probe.id, unmet);
        continue;
      }
      try {
        const { live, client, stack, people } = (await this.#nextDisruptive) ?? (await this.#bootDisruptive(index + 1));
        this.#nextDisruptive = index + 1 < disruptive.length ? this.#bootDisruptive(index + 2) : undefined;
        if (this.#recipe && !people.includes('C')) {
          const reason = 'Nobody could register on the fresh stack.';
          await this.ledger.recordProbe(probe.id, { missing: { reason, fault: 'nobody', by: 'login' } });
        } else await this.#runProbe(probe, live);
        await client.close();
        // the last one goes with everything else
        if (index + 1 < disruptive.length) await stack.remove();
      } catch (error) {
        this.#options.signal.throwIfAborted();
        await this.ledger.recordProbe(probe.id, { missing: missingBecause(error, 'boot') });
      }
    }
    await removal;
  }

  /** What the build and the services of a stack printed, into the run folder. */
  async #saveLogs(stack: Stack | undefined): Promise<void> {
    const { folder } = this.#options;
    if (this.#buildLog.length > 0) await folder.writeText('logs/build.log', `${this.#buildLog.join('\n')}\n`);
    for (const { name } of stack?.context.plan.services ?? []) {
      const lines = (await stack?.logs(name, LOG_LINES)) ?? [];
      // names of services are the author's: the file is named by ours alone
      if (lines.length > 0)
        await folder.writeText(`logs/service-${name.replace(/[^\w-]/g, '_').slice(0, 60)}.log`, `${lines.join('\n')}\n`);
    }
  }

  /** Ends the reading of code and history, which would go on writing into the run folder. */
  async stopReading(): Promise<void> {
    this.#reading.abort(new Error('the reading is not needed any more'));
    await this.#readings.catch(() => undefined);
  }

  /** Says of everything that a check needs and that is not recorded why it is not. */
  async finish(late: boolean): Promise<void> {
    if (!late) await Promise.all([this.#readings, this.#booted]);
    const cause: Missing = late
      ? { reason: 'The time for this run was over before it could be asked.', fault: 'nobody', by: 'deadline' }
      : (this.#cause ?? { reason: 'It was not reached.', fault: 'grader', by: 'road' });
    for (const name of this.#artifacts) await this.ledger.miss(name, cause);
    for (const probe of this.#probes)
      if (!this.ledger.probes[probe.id]) await this.ledger.recordProbe(probe.id, { missing: cause });
  }

  /** The stack that was read and written, for `--keep`: its address and the people on it. */
  get graded(): PeopledStack | undefined {
    return this.#graded;
  }

  get recipe(): Recipe | undefined {
    return this.#recipe;
  }

  /** The recorded boot, once there is one. */
  get boot(): Boot | undefined {
    return this.#boot;
  }

  get plan(): StackPlan | undefined {
    return this.#plan;
  }

  /** Removes everything of this run from the engine; with `kept`, all but the stack that was read and written. */
  async close({ kept }: { kept: boolean }): Promise<void> {
    const [, clean] = await Promise.allSettled([
      this.#discovery,
      this.#clean,
      this.#nextDisruptive,
      ...this.#disruptive.values(),
      this.#discovering,
      this.#booted,
    ]);
    if (kept && clean.status === 'fulfilled') clean.value?.letGo();
    await this.#sandbox?.close({ kept });
  }

  async #timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await work();
    } finally {
      this.phases.push({ name, startMs: Math.round(from - this.#from), ms: Math.round(performance.now() - from) });
    }
  }

  #needSandbox(): Sandbox {
    return this.#required(this.#sandbox);
  }

  #required<T>(value: T | undefined): T {
    if (value === undefined) throw new Error('this step came before the one that it needs');
    return value;
  }
}

/** Hints that say something about starting. */
function usableHints({ hints }: Survey): StartHints | undefined {
  return hints !== null && 'file' in hints && (hints.start !== null || hints.port !== null) ? hints : undefined;
}
