import { createHmac } from 'node:crypto';
import type { DatabaseFacts, Engine } from './infrastructure.ts';

const SECRET =
  /(^|_)(SECRET|SECRETS|PASSWORD|PASSWD|PASS|PASSPHRASE|PWD|TOKEN|KEY|SALT|PEPPER|JWT|CREDENTIALS?)(_|$)|(SECRET|PASSWORD)$/;
/** Names that hold such a word and mean something else. */
const NO_SECRET =
  /(EXPIR|TTL|LIFETIME|DURATION|MINUTES|SECONDS|HOURS|DAYS|MAX_AGE|ALGORITHM|_ALGO?$|ISSUER|AUDIENCE|HEADER|PREFIX|_NAME$|_TYPE$|_URL$|_URI$|_HOST$|_PORT$|_FILE$|_PATH$|ROUNDS|LENGTH|PUBLIC)/;
/** Accounts elsewhere: an invented key opens nothing, and an empty one often switches the feature off. */
const ELSEWHERE =
  /(SMTP|MAIL|SENDGRID|MAILGUN|RESEND|TWILIO|STRIPE|PAYPAL|AWS|S3|MINIO|AZURE|GCP|GOOGLE|GITHUB|GITLAB|FACEBOOK|TWITTER|DISCORD|SLACK|TELEGRAM|OAUTH|CLOUDINARY|FIREBASE|SENTRY|OPENAI|ANTHROPIC|GEMINI|NEWRELIC|DATADOG|API_?KEY|RAZORPAY|PUSHER|ALGOLIA|MAPBOX|RECAPTCHA|REDIS)/;
const DATABASE =
  /(^|_)(DB|DATABASE|DATASOURCE|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|SQL|REDIS)|^(PGUSER|PGPASSWORD|PGHOST|PGPORT|PGDATABASE)$/;
const PLACEHOLDER =
  /^(<.*>|\[.*\]|\{.*\}|x{3,}|\.{3}|…|to-?do|(please[-_ ]?)?(change|replace|fill|insert|enter|set|put|add)[-_ ]?(me|this|it|in|with|your|a|here|before)\b.*|changeme.*|changethis.*|your[-_ ]?.*|my[-_ ]?(super[-_ ]?)?secret.*|super[-_ ]?secret.*|some[-_ ]?.*(secret|key|string|value).*|secret([-_ ]?(key|here))?|.*[-_ ]here|placeholder)$/i;

export const PORTS: Readonly<Record<Engine, string>> = { postgres: '5432', mysql: '3306', mongodb: '27017', redis: '6379' };
export const SCHEMES: Readonly<Record<Engine, string>> = {
  postgres: 'postgresql',
  mysql: 'mysql',
  mongodb: 'mongodb',
  redis: 'redis',
};

export function isSecretLike(name: string): boolean {
  const upper = name.toUpperCase();
  return SECRET.test(upper) && !NO_SECRET.test(upper);
}

export function isDatabaseLike(name: string): boolean {
  return DATABASE.test(name.toUpperCase());
}

export function isElsewhere(name: string): boolean {
  return ELSEWHERE.test(name.toUpperCase());
}

export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.trim());
}

/** Values for names that nothing gives one: the same for the same seed, and in agreement with each other and with the file's database. */
export class ValueGenerator {
  readonly #seed: string;
  readonly #facts: DatabaseFacts;

  constructor(seed: string, facts: DatabaseFacts) {
    this.#seed = seed;
    this.#facts = facts;
  }

  secret(name: string): string {
    return createHmac('sha256', this.#seed).update(name).digest('hex').slice(0, 40);
  }

  /** undefined where a made-up value would be a guess. */
  valueFor(name: string): string | undefined {
    const upper = name.toUpperCase();
    if (isDatabaseLike(name)) return this.#databaseValue(upper) ?? (isSecretLike(name) ? this.secret(name) : undefined);
    if (isSecretLike(name)) return this.secret(name);
    return /(^|_)PORT$/.test(upper) ? '8080' : undefined;
  }

  /** For a variable without which the author's file refuses to start. */
  requiredValueFor(name: string): string | undefined {
    const upper = name.toUpperCase();
    const value = this.valueFor(name);
    if (value !== undefined) return value;
    if (/(^|_)(DOMAIN|HOST|HOSTNAME)$/.test(upper)) return 'localhost';
    if (/(^|_)(TAG|VERSION)$/.test(upper)) return 'latest';
    if (/(^|_)(EMAIL|MAIL)$/.test(upper)) return 'admin@example.com';
    if (/(^|_)(USER|USERNAME|NAME)$/.test(upper)) return 'app';
    if (/(^|_)(ENV|ENVIRONMENT|STAGE)$/.test(upper)) return 'development';
    return undefined;
  }

  #databaseValue(name: string): string | undefined {
    const engine = this.#engine(name);
    const { user = 'app', password = this.#facts.hasEmptyPassword ? '' : this.secret('database') } = this.#facts;
    const database = this.#facts.name ?? 'app';
    const host = this.#facts.services.find((service) => service.engine === engine)?.name ?? 'localhost';
    const isLogin = /(PASS|PASSWORD|PASSWD|PWD|USER|USERNAME|LOGIN)$/.test(name);
    if (isLogin && engine === 'mongodb' && this.#facts.mongoHasNoLogin) return '';
    if (/(PASS|PASSWORD|PASSWD|PWD)$/.test(name)) return engine === 'redis' ? this.secret('redis') : password;
    if (/(USER|USERNAME|LOGIN)$/.test(name)) return engine === 'redis' ? '' : user;
    if (/PORT$/.test(name)) return PORTS[engine];
    if (/(HOST|HOSTNAME|SERVER|ADDRESS)$/.test(name)) return host;
    if (/(URL|URI|DSN|CONNECTION_STRING)$/.test(name)) {
      if (engine === 'redis') return `redis://${host}:6379`;
      const login =
        engine === 'mongodb' && this.#facts.user === undefined ? '' : `${user}${password === '' ? '' : `:${password}`}@`;
      return `${SCHEMES[engine]}://${login}${host}:${PORTS[engine]}/${database}`;
    }
    if (/(LOCATION|VOLUME|PATH|DIR|FOLDER|DATA)$/.test(name)) return `./data/${name.toLowerCase()}`;
    if (/(TAG|VERSION)$/.test(name)) return 'latest';
    if (/(DIALECT|DRIVER|CLIENT|TYPE)$/.test(name)) return engine;
    if (/REDIS_(DB|DATABASE)$/.test(name)) return '0';
    if (/(DB|DATABASE|DBNAME|NAME|SCHEMA)$/.test(name)) return database;
    return undefined;
  }

  #engine(name: string): Engine {
    if (name.includes('REDIS')) return 'redis';
    if (name.includes('MONGO')) return 'mongodb';
    if (/MYSQL|MARIADB/.test(name)) return 'mysql';
    if (/POSTGRES|^PG/.test(name)) return 'postgres';
    return this.#facts.services.find((service) => service.engine !== 'redis')?.engine ?? 'postgres';
  }
}
