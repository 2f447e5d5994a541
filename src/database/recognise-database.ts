type DatabaseEngine = 'postgresql' | 'mysql' | 'mongodb' | 'redis';

/** Last part of the image name, as published by the project itself or by those who package it. */
const IMAGES: readonly { readonly engine: DatabaseEngine; readonly pattern: RegExp }[] = [
  {
    engine: 'postgresql',
    pattern:
      /^(?:postgres|postgresql|postgres-alpine|postgis|timescaledb(?:-ha)?|pgvector|pgvecto-rs|citus|spilo-\d+|postgresql-repmgr|postgresql-\d+(?:-c\w+)?)$/,
  },
  {
    engine: 'mysql',
    pattern: /^(?:mysql|mysql-server|mariadb|mariadb-galera|percona|percona-server|mysql-\d+(?:-c\w+)?|mariadb-\d+(?:-c\w+)?)$/,
  },
  { engine: 'mongodb', pattern: /^(?:mongo|mongodb|mongodb-community-server|mongodb-enterprise-server|percona-server-mongodb)$/ },
  { engine: 'redis', pattern: /^(?:redis|redis-stack|redis-stack-server|valkey|valkey-bundle|keydb|dragonfly)$/ },
];

/** Variables that only the images of one engine read, for images that are built or renamed. */
const VARIABLES: readonly { readonly engine: DatabaseEngine; readonly pattern: RegExp }[] = [
  {
    engine: 'postgresql',
    pattern: /^(?:POSTGRES_(?:PASSWORD|HOST_AUTH_METHOD)|POSTGRESQL_(?:PASSWORD|POSTGRES_PASSWORD))(?:_FILE)?$/,
  },
  {
    engine: 'mysql',
    pattern: /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD(?:_FILE)?|ALLOW_EMPTY_(?:ROOT_)?PASSWORD|RANDOM_ROOT_PASSWORD)$/,
  },
  { engine: 'mongodb', pattern: /^MONGO_INITDB_ROOT_PASSWORD(?:_FILE)?$/ },
];

const PORTS: Readonly<Record<number, DatabaseEngine>> = { 5432: 'postgresql', 3306: 'mysql', 27017: 'mongodb', 6379: 'redis' };

/** Which database a service is, by its image; for an image of unknown name by the variables and the port that only that engine has. */
export function recogniseDatabase(service: {
  readonly name: string;
  readonly image?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}): DatabaseEngine | undefined {
  const byImage = service.image === undefined ? undefined : engineOfImage(service.image);
  if (byImage) return byImage;
  // An application is often given the variables of its database, or another program its port: neither alone is enough.
  const byVariable = VARIABLES.find(({ pattern }) => Object.keys(service.environment).some((name) => pattern.test(name)));
  return byVariable && service.ports.some((port) => PORTS[port] === byVariable.engine) ? byVariable.engine : undefined;
}

function engineOfImage(image: string): DatabaseEngine | undefined {
  const [withoutDigest = ''] = image.toLowerCase().split('@');
  const lastPart = withoutDigest.split('/').at(-1) ?? '';
  const [name = ''] = lastPart.split(':');
  return IMAGES.find(({ pattern }) => pattern.test(name))?.engine;
}
