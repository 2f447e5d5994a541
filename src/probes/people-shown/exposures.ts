import { isJsonArray, isJsonObject, type Json } from '../../json.ts';
import { isNamedForPassword } from '../../database/passwords/column-names.ts';
import { oneLine } from '../../text.ts';
import { recognise } from '../../database/passwords/recognise.ts';

/** What an answer showed, and where: the name of the field, never the value. */
export interface Exposure {
  readonly what: 'password' | 'hash' | 'salt';
  readonly field: string;
  /** `bcrypt`, `hexadecimal`; of a password itself: `in clear`. */
  readonly form: string;
}

const MAX_DEPTH = 12;
const MOST = 20_000;
/** Fields that make an object a person: a file or a commit has a hash, too. */
const PERSON = /^(?:e-?mail|user_?name|login|first_?name|last_?name|phone)/i;
/** A `secret` that is given to somebody may as well be meant for them: that of a one-time code, an API key. */
const HASH_FIELD = /^(?:hash|hashed|digest|pw_?hash|pass_?hash|encrypted)$/i;
const SALT_FIELD = /^(?:pass(?:word)?_?)?salt$/i;
const ORDER: readonly Exposure['what'][] = ['password', 'hash', 'salt'];

/** Passwords, hashes of passwords and their salts in an answer, the worst first. `passwords` are those that we registered with. */
export function exposuresIn(json: Json | undefined, text: string, passwords: readonly string[]): Exposure[] {
  const found: Exposure[] = [];
  let seen = 0;
  const visit = (value: Json, depth: number): void => {
    if (depth > MAX_DEPTH || seen > MOST) return;
    if (isJsonArray(value)) for (const item of value) visit(item, depth + 1);
    else if (isJsonObject(value)) {
      const isPerson = Object.keys(value).some((key) => PERSON.test(key));
      for (const [key, item] of Object.entries(value)) {
        seen += 1;
        if (typeof item !== 'string') visit(item, depth + 1);
        else {
          const one = exposureOf(key, item, isPerson, passwords);
          if (one) found.push({ ...one, field: oneLine(one.field, 60) });
        }
      }
    }
  };
  if (json !== undefined) visit(json, 0);
  if (!found.some(({ what }) => what === 'password') && passwords.some((password) => text.includes(password)))
    found.push({ what: 'password', field: '', form: 'in clear' });
  return found.sort((one, other) => ORDER.indexOf(one.what) - ORDER.indexOf(other.what));
}

function exposureOf(field: string, value: string, isPerson: boolean, passwords: readonly string[]): Exposure | undefined {
  if (passwords.some((password) => value.includes(password))) return { what: 'password', field, form: 'in clear' };
  const isPassword = isNamedForPassword(field);
  const named = isPassword || (isPerson && HASH_FIELD.test(field));
  const hash = value.length >= 16 ? recognise(value) : undefined;
  // what begins like `$2b$10$` names itself; other formats are believed in a field that is named for it
  if (hash && (named || /^\$[\da-z]/i.test(value))) return { what: 'hash', field, form: hash.scheme };
  if (named && looksDerived(value)) return { what: 'hash', field, form: 'not recognised' };
  if (isPerson && SALT_FIELD.test(field) && looksDerived(value)) return { what: 'salt', field, form: 'not recognised' };
  return undefined;
}

/** Hexadecimal digits or base64 long enough for a digest: no mask, no word, no sentence. */
function looksDerived(value: string): boolean {
  const parts = value.split(/[:.$]/).filter((part) => part !== '');
  return parts.some(
    (part) =>
      /^(?:[\da-f]{2}){8,}$/i.test(part) ||
      (part.length >= 20 && /^[\w+/-]+={0,2}$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part)),
  );
}
