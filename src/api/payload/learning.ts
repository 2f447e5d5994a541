import { oneLine } from '../../text.ts';
import { parseBody } from '../parse-body.ts';
import { flagsError } from '../tells-error.ts';
import { isAccount } from './account-role.ts';
import { conventions, type Convention } from './conventions.ts';
import { Draft } from './draft.ts';
import { echoedFields } from './echoed-fields.ts';
import type { FieldHint } from './envelope/field-hint.ts';
import { readEnvelope, readLog } from './envelope/read-envelope.ts';
import { operationKind, type OperationKind } from './operation-kind.ts';
import type { Payload } from './payload.ts';

export type LearningStep =
  | Payload
  /** `note` says what is unusual: that the last answer was a conflict. */
  | { readonly done: 'learnt'; readonly payload: Payload; readonly note?: string }
  | { readonly done: 'stuck'; readonly why: string };

export interface LearningAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What the app and its database logged meanwhile; it may teach, where the answer itself is silent. */
  readonly log?: string;
}

/** Learns what an operation accepts from its refusals, as a state machine without any input or output of its own. */
export interface Learner {
  /** The payload to send next, or how it ended. */
  next(): LearningStep;
  /** The answer to the payload that `next` gave. */
  answer(answer: LearningAnswer): void;
}

const MAX_REQUESTS = 8;
const CONVENTION = 'convention';

/**
 * Begins to learn the payload of an operation such as `POST /tasks`: from what a document says, else from an empty body.
 * `resources` are the names that a field may refer to.
 */
export function startLearning(operationId: string, known?: Payload, resources: readonly string[] = []): Learner {
  return new Learning(operationKind(operationId), known, resources);
}

class Learning implements Learner {
  readonly #kind: OperationKind;
  readonly #resources: readonly string[];
  #drafts: Draft[] = [];
  readonly #refused = new Set<string>();
  #contentType: Payload['contentType'];
  #wrapper: string | undefined;
  #conventions: readonly Convention[];
  #requests = 0;
  #accepted: Payload | undefined;
  #end: Exclude<LearningStep, Payload> | undefined;

  constructor(kind: OperationKind, known: Payload | undefined, resources: readonly string[]) {
    this.#kind = kind;
    this.#resources = resources;
    this.#contentType = known?.contentType ?? 'application/json';
    this.#conventions = conventions(kind);
    for (const { path, value, required, rules, unique, sources } of known?.fields ?? []) {
      this.#drafts.push(
        new Draft(path, {
          required,
          source: sources.join(', '),
          value,
          ...('by' in value && { schema: value.schema }),
          ...(rules && { rules }),
          ...(unique && { unique }),
        }),
      );
    }
  }

  next(): LearningStep {
    if (this.#end) return this.#end;
    if (this.#requests >= MAX_REQUESTS) return this.#stop(this.#accepted ?? `not accepted after ${MAX_REQUESTS} requests`);
    this.#requests += 1;
    return this.#payload();
  }

  answer(given: LearningAnswer): void {
    // an error that is sent as a success is a refusal all the same, and says what was missing
    const isError = given.status >= 200 && given.status < 300 && flagsError(parseBody(given.body));
    const answer = isError ? { ...given, status: 400 } : given;
    const { status } = answer;
    if (status >= 200 && status < 300) return this.#acceptedWith(answer);
    if (this.#accepted) return void this.#stop(this.#accepted);
    const hints = this.#hintsIn(answer);
    if (this.#isConflict(status, hints)) {
      for (const hint of hints.filter((one) => one.problem === 'unique'))
        this.#find(this.#inWrapper(hint))?.learn(hint, this.#sourceOf(hint));
      return void this.#stop(this.#payload(), `answered ${status}: what was sent exists already`);
    }
    if (this.#isFinal(status)) return void this.#stop(`answered ${status}: ${oneLine(answer.body, 120)}`);
    const hasLearnt = status === 415 ? false : this.#learn(hints);
    if (!hasLearnt && !this.#trySomethingElse(status, hints))
      this.#stop(`answered ${status} without a reason that helps: ${oneLine(answer.body, 120)}`);
  }

  #payload(): Payload {
    const names = this.#drafts.map(({ path }) => path.at(-1) ?? '');
    const context = { account: this.#kind.kind !== 'create' || isAccount(names), resources: this.#resources };
    const above = this.#wrapper === undefined ? [] : [this.#wrapper];
    return { contentType: this.#contentType, fields: this.#drafts.map((draft) => draft.toField(context, above)) };
  }

  #stop(result: Payload | string, note?: string): Exclude<LearningStep, Payload> {
    this.#end =
      typeof result === 'string'
        ? { done: 'stuck', why: result }
        : { done: 'learnt', payload: result, ...(note !== undefined && { note }) };
    return this.#end;
  }

  /** An empty body that is accepted leaves no trace of its own: once more with the fields that the answer shows. */
  #acceptedWith({ body }: LearningAnswer): void {
    const payload = this.#payload();
    if (this.#accepted || this.#drafts.length > 0) return void this.#stop(payload);
    this.#accepted = payload;
    this.#drafts = echoedFields(body);
    if (this.#drafts.length === 0) this.#addConvention(this.#conventions[0]);
  }

  #hintsIn({ status, contentType, body, log }: LearningAnswer): FieldHint[] {
    const hints = readEnvelope(status, contentType, body);
    return hints.some((hint) => hint.certain) || log === undefined ? hints : [...readLog(log), ...hints];
  }

  #isConflict(status: number, hints: readonly FieldHint[]): boolean {
    return this.#drafts.length > 0 && (status === 409 || hints.some((hint) => hint.problem === 'unique'));
  }

  /** A login answers 401, 403 or 404 to wrong credentials too, and so to none: that is no reason to stop yet. */
  #isFinal(status: number): boolean {
    if (status === 0 || status === 405 || status === 429 || status === 501 || (status >= 300 && status < 400)) return true;
    return (
      (status === 401 || status === 403 || status === 404) && (this.#kind.kind !== 'login' || this.#conventions.length === 0)
    );
  }

  /** Takes in the hints; whether the next request differs from the last. */
  #learn(hints: readonly FieldHint[]): boolean {
    const moved = new Set<Draft>();
    const repeated = new Map<Draft, FieldHint>();
    let isNew = false;
    for (const hint of hints) {
      const path = this.#inWrapper(hint);
      const source = this.#sourceOf(hint);
      if (hint.problem === 'wrapper') isNew = this.#wrap(hint.path[0]) || isNew;
      else if (path.length === 0) isNew = this.#limit(hint) || isNew;
      else if (hint.problem === 'unknown-field') isNew = this.#refuse(path) || isNew;
      else if (!this.#refused.has(path.join('.')) && !this.#hasBelow(path)) {
        const draft = this.#find(path);
        if (!draft) moved.add(this.#add(path, hint, source));
        else if (draft.learn(hint, source)) moved.add(draft);
        else repeated.set(draft, hint);
      }
    }
    // what was sent already and is refused without a new reason: another spelling, another kind of value
    for (const [draft, hint] of repeated) {
      if (moved.has(draft)) continue;
      if (hint.problem === 'required' ? draft.rename() : draft.release() || draft.vary()) moved.add(draft);
    }
    return isNew || moved.size > 0;
  }

  #inWrapper({ path }: FieldHint): readonly string[] {
    return path[0] === this.#wrapper ? path.slice(1) : path;
  }

  #sourceOf({ producer }: FieldHint): string {
    return `answer ${this.#requests}: ${producer}`;
  }

  #trySomethingElse(status: number, hints: readonly FieldHint[]): boolean {
    const isUnread =
      status === 415 ||
      hints.some((hint) => hint.certain && hint.problem === 'required' && (hint.path.length === 0 || this.#find(hint.path)));
    if (isUnread && this.#contentType === 'application/json' && this.#drafts.length > 0) {
      this.#contentType = 'application/x-www-form-urlencoded';
      return true;
    }
    if (this.#drafts.some((draft) => draft.release())) return true;
    const needed = this.#drafts.filter((draft) => draft.required);
    if (needed.length > 0 && needed.length < this.#drafts.length) {
      this.#drafts = needed;
      return true;
    }
    return this.#addConvention(this.#conventions[0]);
  }

  #addConvention(convention: Convention | undefined): boolean {
    this.#conventions = this.#conventions.slice(1);
    if (!convention) return false;
    if (convention.instead) this.#drafts = this.#drafts.filter((draft) => !draft.isFrom(CONVENTION));
    this.#contentType = convention.contentType ?? this.#contentType;
    const isWrapped = this.#wrap(convention.wrapper);
    const missing = convention.names.filter((name) => !this.#find([name]) && !this.#refused.has(name));
    this.#drafts.push(...missing.map((name) => new Draft([name], { required: true, source: CONVENTION })));
    return missing.length > 0 || isWrapped || this.#addConvention(this.#conventions[0]);
  }

  #add(path: readonly string[], hint: FieldHint, source: string): Draft {
    // `address` was a value of its own until its fields were named
    this.#drafts = this.#drafts.filter((draft) => !isAbove(draft.path, path));
    const draft = new Draft(path, { required: true, source, ...(hint.aliases && { aliases: hint.aliases }) });
    draft.learn(hint, source);
    // "Task title is required" of a task means its title
    if (!hint.certain && hint.aliases && path[0]?.toLowerCase().startsWith(this.#kind.noun) === true) draft.renameToLast();
    this.#drafts.push(draft);
    return draft;
  }

  #find(path: readonly string[]): Draft | undefined {
    return this.#drafts.find((draft) => draft.isCalled(path));
  }

  #hasBelow(path: readonly string[]): boolean {
    return this.#drafts.some((draft) => isAbove(path, draft.path));
  }

  #refuse(path: readonly string[]): boolean {
    const name = path.join('.');
    this.#refused.add(name);
    const kept = this.#drafts.filter((draft) => draft.path.join('.') !== name && !isAbove(path, draft.path));
    const isNew = kept.length < this.#drafts.length;
    this.#drafts = kept;
    return isNew;
  }

  #wrap(wrapper: string | undefined): boolean {
    if (wrapper === undefined || this.#wrapper === wrapper) return false;
    this.#wrapper = wrapper;
    return true;
  }

  #limit({ maxLength }: FieldHint): boolean {
    return maxLength !== undefined && this.#drafts.map((draft) => draft.limitLength(maxLength)).includes(true);
  }
}

function isAbove(one: readonly string[], other: readonly string[]): boolean {
  return one.length < other.length && one.every((key, index) => key === other[index]);
}
