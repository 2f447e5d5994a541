import { isScalar } from '../../json.ts';
import { isDataObject, type Data, type DataObject } from './yaml.ts';

export type Engine = 'postgres' | 'mysql' | 'mongodb' | 'redis';

const ENGINES: readonly [Engine, RegExp][] = [
  ['postgres', /^(postgres(ql)?|postgis|pgvector|timescaledb(-ha)?|supabase-postgres|cockroach)$/],
  ['mysql', /^(mysql(-server)?|mariadb|percona(-server)?|mysql-debian)$/],
  ['mongodb', /^(mongo(db)?|mongodb-(community|enterprise|atlas)-?(server|local)?|percona-server-mongodb|ferretdb)$/],
  ['redis', /^(redis(-stack)?(-server)?|valkey|keydb|dragonfly)$/],
];

/** Pages on which a person looks into a database or a queue: no app asks them anything. */
const CONSOLES =
  'adminer|phpmyadmin|pgadmin4?|pgweb|mongo-express|redis-commander|redisinsight|phpredisadmin|cloudbeaver|dbgate|kafka-ui|akhq|bull-?board|asynqmon|flower|rockmongo|nosqlclient';
const CONSOLE = new RegExp(`^(${CONSOLES})$`);

const OTHERS = new RegExp(
  `^(${[
    'memcached|rabbitmq|activemq.*|artemis|kafka.*|cp-.*|zookeeper|redpanda|nats|emqx|mosquitto|eclipse-mosquitto|pulsar.*|nsqd?|localstack|elasticmq.*',
    'elasticsearch.*|opensearch.*|kibana|logstash|filebeat|meilisearch|typesense|solr|zincsearch|cassandra|scylla|couchdb|couchbase.*|neo4j|influxdb|clickhouse.*',
    'etcd|consul|vault|keycloak|mssql-server.*|azure-sql-edge|oracle.*|dynamodb-local|eventstore|questdb|surrealdb|arangodb|rethinkdb|qdrant|weaviate|milvus|chroma',
    CONSOLES,
    'mailhog|mailpit|mailcatcher|maildev|mail-?dev|smtp4dev|inbucket|greenmail|minio|mc|azurite|fake-gcs-server|fakes3',
    'nginx.*|traefik|caddy|haproxy|envoy|httpd|nginx-proxy|acme-companion|certbot|kong|swagger-ui|swagger-editor|redoc',
    'prometheus|grafana.*|loki|promtail|tempo|alertmanager|node-exporter|.*-exporter|cadvisor|jaeger|all-in-one|zipkin|otel.*|opentelemetry-collector.*|statsd|seq|sonarqube.*',
    'pgbouncer|pgpool|flyway|liquibase|migrate|dozzle|portainer.*|watchtower|autoheal|busybox|hello-world|wait-for-it|dockerize|ngrok|cloudflared|backup.*|postgres-backup.*',
  ].join('|')})$`,
);

/** Last part of an image's name, without tag and digest. */
function imageName(image: string): string {
  const name = image.split('@')[0]?.split('/').at(-1) ?? '';
  return (name.split(':')[0] ?? '').toLowerCase();
}

export function engineOf(image: string): Engine | undefined {
  const name = imageName(image);
  return ENGINES.find(([, pattern]) => pattern.test(name))?.[0];
}

/** Ports that a database's image opens by itself. */
export function databasePorts(image: string): readonly number[] {
  const ports: Readonly<Record<Engine, readonly number[]>> = {
    postgres: [5432],
    mysql: [3306, 33060],
    mongodb: [27017],
    redis: [6379],
  };
  const engine = engineOf(image);
  return engine === undefined ? [] : ports[engine];
}

/** A database, a queue, a proxy, a tool: nothing that an author of an API wrote. */
export function isInfrastructure(image: string): boolean {
  return engineOf(image) !== undefined || OTHERS.test(imageName(image)) || image.includes('mssql/server');
}

/** A page for a person beside a database or a queue, which an app can do without. */
export function isConsole(image: string): boolean {
  return CONSOLE.test(imageName(image));
}

/** What the database services of a compose file say about themselves in plain words, so that a made-up value agrees with them. */
export interface DatabaseFacts {
  readonly services: readonly { readonly name: string; readonly engine: Engine }[];
  readonly user?: string;
  readonly password?: string;
  readonly name?: string;
  /** The file says that the database has no password. */
  readonly hasEmptyPassword: boolean;
  /** MongoDB as it comes: whoever connects may do everything, and a login is refused. */
  readonly mongoHasNoLogin: boolean;
}

const SAID = {
  user: /^(POSTGRES_USER|MYSQL_USER|MARIADB_USER|MONGO_INITDB_ROOT_USERNAME)$/,
  password: /^(POSTGRES_PASSWORD|MYSQL_PASSWORD|MARIADB_PASSWORD|MONGO_INITDB_ROOT_PASSWORD)$/,
  rootPassword: /^(MYSQL_ROOT_PASSWORD|MARIADB_ROOT_PASSWORD)$/,
  name: /^(POSTGRES_DB|MYSQL_DATABASE|MARIADB_DATABASE|MONGO_INITDB_DATABASE)$/,
};

export function databaseFacts(composeFiles: readonly Data[]): DatabaseFacts {
  const services = new Map<string, Engine>();
  const said: Record<string, string> = {};
  let hasEmptyPassword = false;
  let mongoHasNoLogin = false;
  for (const [name, service] of composeFiles.flatMap(servicesOf)) {
    const engine = typeof service['image'] === 'string' ? engineOf(service['image']) : undefined;
    if (engine === undefined && !services.has(name)) continue;
    if (engine !== undefined) services.set(name, engine);
    const environment = pairs(service['environment']);
    const names = new Set(environment.map(([key]) => key));
    const isWhole = service['env_file'] === undefined;
    if (engine === 'mongodb' && isWhole && !names.has('MONGO_INITDB_ROOT_USERNAME')) mongoHasNoLogin = true;
    // What the image takes when nobody says.
    if (engine === 'postgres' && isWhole && !names.has('POSTGRES_USER')) said['user'] ??= 'postgres';
    for (const [key, value] of environment) {
      if (value === '' || value.includes('$')) continue;
      for (const [fact, pattern] of Object.entries(SAID)) if (pattern.test(key)) said[fact] ??= value;
      if (/^(MYSQL|MARIADB)_ALLOW_EMPTY_(ROOT_)?PASSWORD$|^POSTGRES_HOST_AUTH_METHOD$/.test(key)) hasEmptyPassword = true;
    }
  }
  const { user, password = user === undefined ? said['rootPassword'] : undefined, name } = said;
  return {
    services: [...services].map(([service, engine]) => ({ name: service, engine })),
    hasEmptyPassword,
    mongoHasNoLogin,
    ...(user === undefined ? (said['rootPassword'] === undefined ? {} : { user: 'root' }) : { user }),
    ...(password === undefined ? {} : { password }),
    ...(name === undefined ? {} : { name }),
  };
}

export function servicesOf(file: Data): [string, DataObject][] {
  const services = isDataObject(file) ? file['services'] : undefined;
  if (!isDataObject(services)) return [];
  return Object.entries(services).filter((entry): entry is [string, DataObject] => isDataObject(entry[1]));
}

/** `environment` and `args` in both their forms; a name without a value is left out. */
export function pairs(value: Data | undefined): [string, string][] {
  if (isDataObject(value)) return Object.entries(value).flatMap(([key, item]) => (isScalar(item) ? [[key, String(item)]] : []));
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const text = typeof item === 'string' ? item : '';
    const at = text.indexOf('=');
    return at > 0 ? [[text.slice(0, at), text.slice(at + 1)]] : [];
  });
}
