import { parse } from 'yaml';
import { z } from 'zod';
import { toError } from '../errors.ts';
import { oneLine } from '../text.ts';
import type { SubmissionFiles } from './files.ts';

/** What the author says where a stranger would be stuck. Tried only when the unaided way fails, and then recorded as help. */
export type Hints = {
  readonly file: string;
  /** The command that starts the app in its container. */
  readonly start: string | null;
  readonly port: number | null;
  /** What stands before every path: `/api/v1`. */
  readonly basePath: string | null;
  readonly auth: readonly HintedUser[];
};

/** One user, in the words of Web Fuzzing Commons' auth.yaml. */
export type HintedUser = {
  readonly name: string;
  /** How to register one; absent for a user whom the database holds from the start. */
  readonly register: HintedRequest | null;
  readonly login: HintedRequest | null;
  readonly token: HintedToken | null;
};

export type HintedRequest = {
  readonly endpoint: string;
  readonly method: string;
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  /** As it is sent, with `{…}` placeholders that are replaced by something new for each user. */
  readonly body: string;
  readonly placeholders: readonly string[];
  /** Name and password, where the file gives them apart from the body. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
};

export type HintedToken =
  | { readonly in: 'body' | 'header'; readonly selector: string; readonly header: string; readonly template: string }
  | { readonly in: 'cookie' };

const FILES = ['.roadworthy.yml', '.roadworthy.yaml'];
const MAX_BYTES = 32 * 1024;
const MAX_USERS = 5;

const path = z
  .string()
  .min(1)
  .max(300)
  .regex(/^\/(?!\/)[^\s\\]*$/, 'must be a path that begins with one /');
const text = z.string().max(4_000);

const token = z
  .strictObject({
    extractFrom: z.enum(['body', 'header']).optional(),
    extractFromField: text.optional(),
    extractSelector: text.optional(),
    sendIn: z.literal('header').optional(),
    sendName: text.optional(),
    httpHeaderName: text.optional(),
    sendTemplate: text.optional(),
    headerPrefix: text.optional(),
  })
  .transform((given) => ({
    in: given.extractFrom ?? ('body' as const),
    selector: given.extractSelector ?? given.extractFromField ?? '/token',
    header: (given.sendName ?? given.httpHeaderName ?? 'Authorization').toLowerCase(),
    template: given.sendTemplate ?? `${given.headerPrefix ?? 'Bearer '}{token}`,
  }));

const generator = z.strictObject({
  placeHolder: z.string().min(2).max(60),
  prefix: text.optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
});

const call = z.strictObject({
  endpoint: path,
  verb: z
    .string()
    .regex(/^(?:POST|PUT|PATCH)$/i)
    .default('POST'),
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded']).default('application/json'),
  payloadRaw: text.optional(),
  payloadUserPwd: z
    .strictObject({
      username: text,
      password: text,
      usernameField: text.default('username'),
      passwordField: text.default('password'),
    })
    .optional(),
  generators: z.array(generator).max(10).default([]),
  token: token.optional(),
  expectCookies: z.boolean().optional(),
});

const user = z.strictObject({
  name: z.string().max(60),
  createUsers: call.optional(),
  loginEndpointAuth: call.optional(),
});

const schema = z.strictObject({
  start: z.string().min(1).max(1_000).optional(),
  port: z.int().min(1).max(65_535).optional(),
  basePath: path.optional(),
  auth: z.array(user).max(MAX_USERS).default([]),
  authTemplate: z.record(z.string(), z.unknown()).optional(),
});

/** Reads the hint file at the top of a submission: undefined without one, one line when it cannot be used. */
export async function readHints(files: SubmissionFiles): Promise<Hints | { readonly refused: string } | undefined> {
  const file = FILES.find((name) => files.has(name));
  if (file === undefined) return undefined;
  try {
    const given: unknown = parse(await files.readText(file, MAX_BYTES), { maxAliasCount: 20, schema: 'core' });
    const hints = schema.parse(withTemplate(given));
    return {
      file,
      start: hints.start ?? null,
      port: hints.port ?? null,
      basePath: hints.basePath?.replace(/\/+$/, '') || null,
      auth: hints.auth.map(userOf),
    };
  } catch (error) {
    const reason = error instanceof z.ZodError ? firstIssue(error) : toError(error).message;
    return { refused: `${file} was not used: ${oneLine(reason, 200)}` };
  }
}

/** `authTemplate` holds what all users have in common. */
function withTemplate(given: unknown): unknown {
  const whole = z
    .looseObject({ auth: z.array(z.looseObject({})).optional(), authTemplate: z.looseObject({}).optional() })
    .parse(given ?? {});
  const { authTemplate, auth, ...rest } = whole;
  return { ...rest, ...(auth && { auth: auth.map((one) => merged(authTemplate ?? {}, one)) }) };
}

function merged(template: Readonly<Record<string, unknown>>, own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const both: Record<string, unknown> = { ...template };
  for (const [key, value] of Object.entries(own)) {
    const below = both[key];
    both[key] = isRecord(below) && isRecord(value) ? merged(below, value) : value;
  }
  return both;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function userOf({ name, createUsers, loginEndpointAuth }: z.infer<typeof user>): HintedUser {
  const answer = loginEndpointAuth ?? createUsers;
  return {
    name,
    register: createUsers ? requestOf(createUsers) : null,
    login: loginEndpointAuth ? requestOf(loginEndpointAuth, createUsers) : null,
    token: answer?.expectCookies ? { in: 'cookie' } : (answer?.token ?? null),
  };
}

type Call = z.infer<typeof call>;

function requestOf(one: Call, beside?: Call): HintedRequest {
  const { payloadUserPwd, contentType } = one;
  return {
    endpoint: one.endpoint,
    method: one.verb.toUpperCase(),
    contentType,
    body: one.payloadRaw ?? (payloadUserPwd ? credentials(payloadUserPwd, contentType) : '{}'),
    credentials: payloadUserPwd ? { username: payloadUserPwd.username, password: payloadUserPwd.password } : null,
    placeholders: [...one.generators, ...(beside?.generators ?? [])].map(({ placeHolder }) => placeHolder),
  };
}

function credentials(
  { username, password, usernameField, passwordField }: NonNullable<Call['payloadUserPwd']>,
  contentType: Call['contentType'],
): string {
  const fields = { [usernameField]: username, [passwordField]: password };
  return contentType === 'application/json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'it is not what was expected';
}
