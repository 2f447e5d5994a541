import { isInfrastructure } from './plan/infrastructure.ts';
import type { ServicePlan, StackPlan } from './plan.ts';

/** The service that is graded: built here rather than pulled, published, and waiting for a database. Undefined when every service is a known piece of infrastructure. */
export function appService(plan: StackPlan): ServicePlan | undefined {
  const candidates = plan.services.filter((service) => service.build !== undefined || !isInfrastructure(service.image ?? ''));
  return candidates.map((service) => ({ service, score: score(service, plan) })).sort((one, other) => other.score - one.score)[0]
    ?.service;
}

function score(service: ServicePlan, plan: StackPlan): number {
  const waitsForData = Object.keys(service.dependsOn).some((name) =>
    plan.services.some((other) => other.name === name && other.build === undefined),
  );
  let points = 0;
  if (service.build) points += 3;
  if (waitsForData) points += 3;
  if (service.ports.length > 0) points += 2;
  if (/api|back|server|app|web/i.test(service.name)) points += 1;
  if (/front|client|\bui\b|proxy|nginx|admin|mail|worker|migrat|seed/i.test(service.name)) points -= 4;
  return points;
}
