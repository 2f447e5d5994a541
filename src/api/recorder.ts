import type { Exchange, IdentityName, TakenId } from './exchange.ts';
import { Redaction } from './redaction.ts';

/** At most this much of a body is kept in the record, around its beginning. */
const RECORDED_BODY = 16 * 1024;

export interface Sent {
  readonly stack: string;
  readonly identity: IdentityName;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly taken: readonly TakenId[];
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly cut?: string;
}

/** All exchanges of a run, in order, redacted as they are written down. */
export class Recorder {
  readonly #redactions = new Map<string, Redaction>();
  readonly exchanges: Exchange[] = [];
  #count = 0;
  /** When each exchange began and ended, by id: milliseconds since 1970. Not recorded, for times are not the same in every run. */
  readonly times = new Map<string, { readonly fromMs: number; readonly toMs: number }>();

  /**
   * The secrets of one stack. Each has its own: two stacks may give the same token to different people, where ids and seconds agree.
   */
  redactionOn(stack: string): Redaction {
    const redaction = this.#redactions.get(stack) ?? new Redaction();
    this.#redactions.set(stack, redaction);
    return redaction;
  }

  record(sent: Sent, outcome: { response: Received | null; failure?: string; durationMs: number }): Exchange {
    const redaction = this.redactionOn(sent.stack);
    const redact = (text: string) => redaction.redact(text);
    const redactAll = (headers: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]));
    this.#count += 1;
    const exchange: Exchange = {
      id: `x${this.#count}`,
      stack: sent.stack,
      identity: sent.identity,
      request: {
        method: sent.method,
        path: redact(sent.path),
        headers: redactAll(sent.headers),
        body: sent.body === null ? null : redact(sent.body).slice(0, RECORDED_BODY),
        taken: sent.taken,
      },
      response: outcome.response && {
        status: outcome.response.status,
        headers: redactAll(outcome.response.headers),
        ...cutBody(redact(outcome.response.body), outcome.response.cut),
      },
      ...(outcome.failure !== undefined && { failure: outcome.failure }),
      durationMs: Math.round(outcome.durationMs),
    };
    const toMs = Date.now();
    this.times.set(exchange.id, { fromMs: toMs - outcome.durationMs, toMs });
    this.exchanges.push(exchange);
    return exchange;
  }

  /** Drops exchanges that nothing refers to, such as the hundreds of equal ones in a burst. Their ids are not given again. */
  forget(ids: ReadonlySet<string>): void {
    const kept = this.exchanges.filter(({ id }) => !ids.has(id));
    this.exchanges.splice(0, this.exchanges.length, ...kept);
  }
}

function cutBody(body: string, cut: string | undefined): { body: string; cut?: string } {
  if (body.length > RECORDED_BODY)
    return { body: body.slice(0, RECORDED_BODY), cut: cut ?? `cut at ${RECORDED_BODY / 1024} KB of ${body.length} characters` };
  return cut === undefined ? { body } : { body, cut };
}
