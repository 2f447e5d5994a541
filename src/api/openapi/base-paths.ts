import { isJsonObject, textOf, type JsonObject } from '../../json.ts';

const HERE = 'http://here.invalid';

/** The path of an address as seen from the document's own one; undefined when it is none. Of another host only the path counts. */
export function addressPath(address: string, at: string): string | undefined {
  const base = URL.canParse(at, HERE) ? new URL(at, HERE) : new URL(HERE);
  return URL.canParse(address, base.href) ? new URL(address, base.href).pathname : undefined;
}

/** Prefixes under which the document says its paths stand, without trailing slash: `/api/v1`, or '' for the root. */
export function basePaths(document: JsonObject, at: string): string[] {
  const servers = document['servers'];
  if (!Array.isArray(servers)) return [];
  const paths = servers.filter(isJsonObject).map((server) => addressPath(withDefaults(server), at)?.replace(/\/+$/, ''));
  return [...new Set(paths.filter((path) => path !== undefined))].slice(0, 20);
}

function withDefaults(server: JsonObject): string {
  const variables = server['variables'];
  return textOf(server['url']).replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const variable = isJsonObject(variables) && Object.hasOwn(variables, name) ? variables[name] : undefined;
    return isJsonObject(variable) ? textOf(variable['default']) : '';
  });
}
