import type { Help, ServicePlan } from '../plan.ts';
import { engineOf, type Engine } from './infrastructure.ts';

const PORTS: Readonly<Record<Engine, number>> = { postgres: 5432, mysql: 3306, mongodb: 27017, redis: 6379 };
const NAMES: Readonly<Record<Engine, RegExp>> = {
  postgres: /POSTGRES|^PG|PSQL/,
  mysql: /MYSQL|MARIA/,
  mongodb: /MONGO/,
  redis: /REDIS|CACHE/,
};
const SCHEMES: Readonly<Record<Engine, RegExp>> = {
  postgres: /^(\w+:)?postgres/,
  mysql: /^(\w+:)?(mysql|mariadb)/,
  mongodb: /^mongodb/,
  redis: /^rediss?:/,
};
const LOCAL = /^(localhost|127\.0\.0\.1)$/;
const LOCAL_URL = /^([a-z][\w+.:-]*:\/\/(?:[^@/\s]*@)?)(localhost|127\.0\.0\.1)(?::(\d+))?/i;

/**
 * An env file written for an app that runs on the host calls its databases `localhost`. Inside of the stack they answer
 * under the names of their services, on their own ports.
 */
export function pointAtServices(
  environment: Readonly<Record<string, string>>,
  services: readonly ServicePlan[],
  where = 'the service of the stack',
): { environment: Record<string, string>; help: Help[] } {
  const databases = services.flatMap((service) => {
    const engine = service.image === undefined ? undefined : engineOf(service.image);
    return engine === undefined ? [] : [{ name: service.name, engine }];
  });
  const changed: Record<string, string> = { ...environment };
  const help: Help[] = [];
  const forName = (name: string) =>
    databases.find(({ engine }) => NAMES[engine].test(name)) ??
    (/(^|_)(DB|DATABASE|SQL)/.test(name) ? databases.find(({ engine }) => engine !== 'redis') : undefined);
  const set = (name: string, value: string) => {
    if (changed[name] === value) return;
    help.push({
      kind: 'generated-value',
      what: `\`${name}=${hidden(environment[name] ?? '')}\` was pointed at ${where}`,
      documented: false,
    });
    changed[name] = value;
  };
  for (const [name, value] of Object.entries(environment)) {
    const upper = name.toUpperCase();
    const url = LOCAL_URL.exec(value);
    if (url) {
      const target = databases.find(({ engine }) => SCHEMES[engine].test(value));
      if (target)
        set(
          name,
          `${url[1]}${target.name}${url[3] === undefined ? '' : `:${PORTS[target.engine]}`}${value.slice(url[0].length)}`,
        );
    } else if (LOCAL.test(value) && /HOST|SERVER|ADDR|URL|URI/.test(upper)) {
      const target = forName(upper);
      if (!target) continue;
      set(name, target.name);
      const port = name.replace(/HOST(NAME)?|SERVER|ADDR(ESS)?/i, 'PORT');
      if (environment[port] !== undefined && port !== name) set(port, String(PORTS[target.engine]));
    }
  }
  return { environment: changed, help };
}

function hidden(value: string): string {
  return value.replace(/\/\/[^@/]*@/, '//…@');
}
