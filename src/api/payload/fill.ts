import type { Json } from '../../json.ts';
import { isSameResource } from './inflection.ts';
import type { Values } from '../values.ts';
import type { Payload, PayloadField, Role } from './payload.ts';

export interface FillWith {
  readonly values: Values;
  readonly account?: { readonly email: string; readonly username: string; readonly password: string; readonly name?: string };
  /** Ids by the name of their resource. */
  readonly references: Readonly<Record<string, Json>>;
  /** Word that every free text carries. */
  readonly canary?: string;
  /** Values that replace those of fields, by dotted path; a path that the payload does not have is added. */
  readonly overrides?: Readonly<Record<string, Json>>;
  /** Dotted paths of fields to leave out. */
  readonly omit?: readonly string[];
}

/** A body for a payload, with fresh values. */
export function fillPayload(payload: Payload, options: FillWith): Json {
  const overrides = new Map(Object.entries(options.overrides ?? {}));
  const body = new Branch();
  for (const field of payload.fields) {
    const path = field.path.join('.');
    if (options.omit?.includes(path)) continue;
    const override = overrides.get(path);
    body.set(field.path, override === undefined ? valueOf(field, options) : override);
    overrides.delete(path);
  }
  for (const [path, value] of overrides) body.set(path.split('.'), value);
  return body.toJson();
}

function valueOf({ path, value }: PayloadField, { values, account, references, canary }: FillWith): Json {
  const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
  if ('fixed' in value) return value.fixed;
  if ('role' in value)
    return roleValue(
      value.role,
      values,
      account ?? { email: values.email(), username: values.username(), password: values.password() },
    );
  if ('reference' in value) {
    const id = Object.entries(references).find(([resource]) => isSameResource(resource, value.reference));
    return id ? id[1] : values.uuid();
  }
  return values.forField(name, value.schema, canary);
}

function roleValue(role: Role, values: Values, account: NonNullable<FillWith['account']>): Json {
  const name = account.name ?? 'Rowan Ash';
  switch (role) {
    case 'email':
    case 'username':
      return account[role];
    case 'password':
    case 'confirm-password':
      return account.password;
    case 'name':
      return name;
    case 'first-name':
      return name.split(' ')[0] ?? name;
    case 'last-name':
      return name.split(' ').at(-1) ?? name;
    case 'phone':
      return values.phone(account.email);
  }
}

const MAX_ITEMS = 50;

/** A body while it grows. A map has no prototype, so that no key of a stranger can reach one. */
class Branch {
  readonly #children = new Map<string, Branch | Json>();

  set([key, ...rest]: readonly string[], value: Json): void {
    if (key === undefined || key === '__proto__') return;
    if (rest.length === 0) {
      // what already has fields below it stays
      if (!(this.#children.get(key) instanceof Branch)) this.#children.set(key, value);
      return;
    }
    const known = this.#children.get(key);
    const child = known instanceof Branch ? known : new Branch();
    this.#children.set(key, child);
    child.set(rest, value);
  }

  toJson(): Json {
    const entries = [...this.#children].map(([key, child]): [string, Json] => [
      key,
      child instanceof Branch ? child.toJson() : child,
    ]);
    const isList = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
    return isList ? entries.slice(0, MAX_ITEMS).map(([, item]) => item) : Object.fromEntries(entries);
  }
}
