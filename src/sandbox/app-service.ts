import type { ServicePlan, StackPlan } from './plan.ts';

/** The service that is graded: built here rather than pulled, published, and waiting for a database. Undefined when every service is a known piece of infrastructure. */
export function appService(plan: StackPlan): ServicePlan | undefined {
  const candidates = plan.services.filter((service) => service.build !== undefined || !isInfrastructure(service.image ?? ''));
  return candidates.map((service) => ({ service, score: score(service, plan) })).sort((one, other) => other.score - one.score)[0]?.service;
}

function score(service: ServicePlan, plan: StackPlan): number {
  const waitsForData = Object.keys(service.dependsOn).some((name) => plan.services.some((other) => other.name === name && other.build === undefined));
  let points = 0;
  if (service.build) points += 3;
  if (waitsForData) points += 3;
  if (service.ports.length > 0) points += 2;
  if (/api|back|server|app|web/i.test(service.name)) points += 1;
  if (/front|client|\bui\b|proxy|nginx|admin|mail|worker|migrat|seed/i.test(service.name)) points -= 4;
  return points;
}

const INFRASTRUCTURE =
  /^(?:[^/]+\/)*(?:postgres|postgresql|postgis|timescaledb|pgvector|mysql|mariadb|percona|mongo|mongodb|mongo-express|redis|redis-stack|valkey|keydb|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|kibana|minio|localstack|adminer|pgadmin4?|phpmyadmin|mailhog|mailpit|mailcatcher|maildev|nginx|traefik|caddy|haproxy|prometheus|grafana|jaeger|mongodb-community-server|mysql-server|etcd|consul|vault|keycloak)(?:[:@]|$)/i;

/** Whether an image is a known database, cache, broker, proxy or tool, and so never the app itself. */
export function isInfrastructure(image: string): boolean {
  return INFRASTRUCTURE.test(image);
}
