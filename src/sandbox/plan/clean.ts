import type { Treatment } from '../plan.ts';
import { ruleFor, type Scope } from './policy.ts';
import { isDataObject, Tagged, type Data, type DataObject } from './yaml.ts';

/** Collects what was not granted, each once. */
export class Treatments {
  readonly all: Treatment[] = [];

  add(treatment: Treatment['treatment'], key: string, message: string, service?: string): void {
    if (this.all.some((other) => other.key === key && other.service === service && other.message === message)) return;
    this.all.push({ treatment, key, message, ...(service === undefined ? {} : { service }) });
  }
}

interface Place {
  readonly treatments: Treatments;
  readonly service?: string;
  /** Put before the key in reports: `build.` */
  readonly prefix: string;
}

/** Applies `change` to what stands under compose's own tags. */
export function inside(value: Data, change: (value: Data) => Data): Data {
  return value instanceof Tagged ? new Tagged(value.tag, change(value.value)) : change(value);
}

/** Leaves of a compose file only the keys that policy.ts keeps; the others are recorded. Values are looked at later. */
export function cleanFile(file: DataObject, treatments: Treatments): DataObject {
  const place = { treatments, prefix: '' };
  const top = keep('top', file, place);
  for (const [section, scope] of [
    ['networks', 'network'],
    ['volumes', 'volume'],
    ['secrets', 'secret'],
    ['configs', 'config'],
  ] as const) {
    eachOf(top, section, (value, name) => nested(scope, value, { treatments, prefix: `${section}.${name}.` }));
  }
  eachOf(top, 'services', (value, name) => (isDataObject(value) ? cleanService(name, value, treatments) : value));
  return top;
}

function cleanService(name: string, raw: DataObject, treatments: Treatments): DataObject {
  const at = (prefix: string): Place => ({ treatments, service: name, prefix });
  const service = keep('service', raw, at(''));
  change(service, 'build', (build) => nested('build', typeof build === 'string' ? { context: build } : build, at('build.')));
  change(service, 'healthcheck', (value) => nested('healthcheck', value, at('healthcheck.')));
  change(service, 'deploy', (value) => {
    const deploy = nested('deploy', value, at('deploy.'));
    if (!isDataObject(deploy)) return deploy;
    change(deploy, 'resources', (resources) => {
      const kept = nested('resources', resources, at('deploy.resources.'));
      if (isDataObject(kept)) change(kept, 'limits', (limits) => nested('limits', limits, at('deploy.resources.limits.')));
      return kept;
    });
    return deploy;
  });
  change(service, 'volumes', (list) => items(list, (item) => nested('mount', item, at('volumes.'))));
  change(service, 'ports', (list) => items(list, (item) => nested('port', item, at('ports.'))));
  change(service, 'networks', (value) => {
    if (!isDataObject(value)) return value;
    for (const [network, attachment] of Object.entries(value))
      value[network] = nested('attachment', attachment, at(`networks.${network}.`));
    return value;
  });
  return service;
}

function keep(scope: Scope, raw: DataObject, place: Place): DataObject {
  const kept = Object.create(null) as DataObject;
  for (const [key, value] of Object.entries(raw)) {
    const rule = ruleFor(scope, key);
    if (rule.keep) kept[key] = value;
    const message = rule.message(value instanceof Tagged ? value.value : value);
    if (rule.treatment !== 'allowed' && message !== undefined)
      place.treatments.add(rule.treatment, place.prefix + key, message, place.service);
  }
  return kept;
}

function nested(scope: Scope, value: Data, place: Place): Data {
  return inside(value, (inner) => (isDataObject(inner) ? keep(scope, inner, place) : inner));
}

function items(value: Data, each: (item: Data) => Data): Data {
  return Array.isArray(value) ? value.map(each) : value;
}

export function change(object: DataObject, key: string, to: (value: Data) => Data): void {
  const value = object[key];
  if (value !== undefined) object[key] = inside(value, to);
}

function eachOf(top: DataObject, section: string, to: (value: Data, name: string) => Data): void {
  change(top, section, (all) => {
    if (isDataObject(all)) for (const [name, value] of Object.entries(all)) all[name] = inside(value, (inner) => to(inner, name));
    return all;
  });
}
