import { healthOf } from './plan/generated/added-database.ts';
import { engineOf } from './plan/infrastructure.ts';
import type { DependsOn, ServicePlan, StackPlan } from './plan.ts';

/**
 * The plan in which what is said to start after a database starts when that takes connections. Compose promises no more than the
 * order, and how many seconds lie between the two is this machine's doing: an app that gives up meanwhile would be graded by chance.
 */
export function databasesFirst(plan: StackPlan): StackPlan {
  const databases = new Map(
    plan.services.flatMap((service) => {
      const engine = service.build === undefined && service.image !== undefined ? engineOf(service.image) : undefined;
      return engine === undefined || service.healthcheck ? [] : [[service.name, engine] as const];
    }),
  );
  const waits = ({ dependsOn }: ServicePlan) =>
    Object.keys(dependsOn).filter((name) => dependsOn[name] === 'service_started' && databases.has(name));
  const waited = new Set(plan.services.flatMap(waits));
  return {
    ...plan,
    services: plan.services.map((service) => {
      const engine = waited.has(service.name) ? databases.get(service.name) : undefined;
      const dependsOn: Record<string, DependsOn> = { ...service.dependsOn };
      for (const name of waits(service)) dependsOn[name] = 'service_answers';
      return { ...service, dependsOn, ...(engine && { healthcheck: healthOf(engine) }) };
    }),
    treatments: [
      ...plan.treatments,
      ...plan.services.flatMap((service) =>
        waits(service).map((name) => ({
          treatment: 'rewritten' as const,
          service: service.name,
          key: 'depends_on',
          message: `Started when \`${name}\` takes connections, or after half a minute.`,
        })),
      ),
    ],
  };
}
