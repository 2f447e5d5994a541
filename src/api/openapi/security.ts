import { isJsonObject, textOf, type JsonObject } from '../../json.ts';
import { addressPath } from './base-paths.ts';
import type { References } from './references.ts';

/** How the document says that a credential is sent. */
export type SecurityScheme = { readonly name: string } & (
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'api-key'; readonly in: 'header' | 'query'; readonly parameter: string }
  /** `tokenUrl` is a path, as far as it stands on the submission's own address. */
  | { readonly kind: 'oauth2-password'; readonly tokenUrl: string }
  | { readonly kind: 'other' }
);

export function securitySchemes(document: JsonObject, references: References, at: string): SecurityScheme[] {
  const components = references.object(document['components']);
  const schemes = components['securitySchemes'];
  if (!isJsonObject(schemes)) return [];
  return Object.entries(schemes).map(([name, written]) => ({ name, ...kindOf(references.object(written), at) }));
}

type Kind = SecurityScheme extends infer Scheme ? (Scheme extends SecurityScheme ? Omit<Scheme, 'name'> : never) : never;

function kindOf(scheme: JsonObject, at: string): Kind {
  const type = textOf(scheme['type']).toLowerCase();
  const name = textOf(scheme['name']);
  if (type === 'http') return { kind: textOf(scheme['scheme']).toLowerCase() === 'basic' ? 'basic' : 'bearer' };
  if (type === 'apikey' && scheme['in'] === 'cookie') return { kind: 'cookie', cookie: name };
  if (type === 'apikey' && scheme['in'] === 'header' && name.toLowerCase() === 'authorization') return { kind: 'bearer' };
  if (type === 'apikey' && (scheme['in'] === 'header' || scheme['in'] === 'query'))
    return { kind: 'api-key', in: scheme['in'], parameter: name };
  const flows = scheme['flows'];
  const password = isJsonObject(flows) ? flows['password'] : undefined;
  if (type === 'oauth2' && isJsonObject(password)) {
    const tokenUrl = addressPath(textOf(password['tokenUrl']), at);
    if (tokenUrl) return { kind: 'oauth2-password', tokenUrl };
  }
  return { kind: 'other' };
}

/** Whether an operation needs a credential: its own `security`, else the document's; absent when neither says anything. */
export function isSecured(operation: JsonObject, document: JsonObject): boolean | undefined {
  const security = operation['security'] ?? document['security'];
  if (!Array.isArray(security)) return undefined;
  const requirements = security.filter(isJsonObject);
  // An empty requirement beside others makes the credential optional.
  return requirements.length > 0 && requirements.every((requirement) => Object.keys(requirement).length > 0);
}
