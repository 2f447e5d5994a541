import type { ServicePlan } from '../plan.ts';
import type { Treatments } from './clean.ts';
import type { Model, ModelService } from './model.ts';

type Networking = Pick<ServicePlan, 'networks' | 'networkMode'>;

/** Which networks each service joins, and by which names it is known there. */
export function networking(model: Model, treatments: Treatments): ReadonlyMap<string, Networking> {
  const services = Object.entries(model.services);
  const aliases = new Map(
    services.map(([name, service]) => [
      name,
      new Map(networksOf(service).map((network) => [network, new Set(service.networks?.[network]?.aliases ?? [])])),
    ]),
  );
  const alsoKnownAs = (name: string, alias: string, networks?: ReadonlySet<string>) => {
    if (alias === '' || alias === name) return;
    for (const [network, known] of aliases.get(name) ?? []) if (!networks || networks.has(network)) known.add(alias);
  };
  for (const [name, service] of services) {
    if (service.container_name !== undefined) alsoKnownAs(name, service.container_name);
    const own = new Set(networksOf(service));
    for (const link of service.links ?? []) {
      const [target = '', alias = ''] = link.split(':');
      alsoKnownAs(target, alias, own);
    }
    for (const [host, address] of extraHosts(service)) {
      const target = services.find(([other, { container_name, networks }]) =>
        [other, container_name, ...Object.values(networks ?? {}).map((at) => at?.ipv4_address)].includes(address),
      );
      if (target) alsoKnownAs(target[0], host, own);
      else
        treatments.add(
          'stripped',
          'extra_hosts',
          `Points \`${host}\` at \`${address}\`. Services reach each other by name, and nothing outside; remove the line.`,
          name,
        );
    }
  }
  return new Map(services.map(([name, service]) => [name, { networks: toRecord(aliases.get(name)), ...modeOf(service) }]));
}

function networksOf(service: ModelService): string[] {
  if (service.network_mode !== undefined) return [];
  const named = Object.keys(service.networks ?? {});
  return named.length > 0 ? named : ['default'];
}

function modeOf(service: ModelService): Pick<ServicePlan, 'networkMode'> {
  const mode = service.network_mode;
  if (mode === undefined) return {};
  return { networkMode: mode.startsWith('service:') ? { service: mode.slice('service:'.length) } : 'none' };
}

function extraHosts(service: ModelService): [string, string][] {
  const hosts = service.extra_hosts ?? [];
  if (!Array.isArray(hosts))
    return Object.entries(hosts).flatMap(([host, at]) => [at].flat().map((address): [string, string] => [host, address]));
  return hosts.map((entry) => {
    const at = entry.search(/[=:]/);
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
}

function toRecord(networks: ReadonlyMap<string, ReadonlySet<string>> | undefined): Record<string, string[]> {
  return Object.fromEntries([...(networks ?? [])].map(([network, aliases]) => [network, [...aliases].sort()]));
}
