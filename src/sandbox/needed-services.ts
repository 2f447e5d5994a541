import { RoadworthyError } from '../errors.ts';
import { LIMITS } from './limits.ts';
import { engineOf, isInfrastructure } from './plan/infrastructure.ts';
import type { ServicePlan, StackPlan } from './plan.ts';

/**
 * The plan without tools that nobody needs for a request: database consoles, proxies in front, dashboards. What the author built,
 * databases, and everything that these wait for or name in their environment stays. Throws RoadworthyError `too-many-services`.
 */
export function withoutTools(plan: StackPlan): StackPlan {
  const byName = new Map(plan.services.map((service) => [service.name, service]));
  const needed = new Set<string>();
  const need = (service: ServicePlan | undefined): void => {
    if (!service || needed.has(service.name)) return;
    needed.add(service.name);
    for (const name of Object.keys(service.dependsOn)) need(byName.get(name));
    if (typeof service.networkMode === 'object') need(byName.get(service.networkMode.service));
    for (const other of plan.services) if (names(service, other)) need(other);
  };
  for (const service of plan.services) if (!isTool(service)) need(service);
  const left = plan.services.filter((service) => !needed.has(service.name));
  if (needed.size > LIMITS.services) {
    throw new RoadworthyError(
      'too-many-services',
      `${plan.from} starts ${needed.size} services; roadworthy starts at most ${LIMITS.services}.`,
    );
  }
  return {
    ...plan,
    services: plan.services.filter((service) => needed.has(service.name)),
    treatments: [
      ...plan.treatments,
      ...left.map((service) => ({
        treatment: 'rewritten' as const,
        service: service.name,
        key: 'service',
        message: 'Not started: it is a tool beside the API, and nothing that was built here names it.',
      })),
    ],
  };
}

function isTool({ build, image = '' }: ServicePlan): boolean {
  return build === undefined && isInfrastructure(image) && engineOf(image) === undefined;
}

/** Whether a value of the service's environment or its command speaks of the other one as a host. */
function names({ environment, command = [] }: ServicePlan, { name }: ServicePlan): boolean {
  const host = new RegExp(`(?:^|[/@,\\s"'])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:$|[:/,\\s"'])`);
  return [...Object.values(environment), ...command].some((value) => host.test(value));
}
