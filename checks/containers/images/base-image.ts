/** Name and tag of an image reference. A colon before a slash belongs to the registry's port. */
export function partsOf(reference: string): {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
} {
  const [named = '', digest = null] = reference.split('@');
  const [, name = named, tag = null] = /^(.+):([^/:]+)$/.exec(named) ?? [];
  return {
    name: name
      .toLowerCase()
      .replace(/^(?:docker\.io|index\.docker\.io|mirror\.gcr\.io|public\.ecr\.aws\/docker|registry-1\.docker\.io)\//, '')
      .replace(/^library\//, ''),
    tag,
    digest,
  };
}

/** Images whose programs start as root and step down themselves, or serve files from workers without rights. */
const STEPS_DOWN =
  /^(?:nginx|httpd|caddy|traefik|haproxy|postgres|postgis\/postgis|timescale\/[\w-]+|mysql|mysql\/mysql-server|mariadb|mongo|redis|valkey\/valkey|rabbitmq|memcached|elasticsearch|rediscommander\/[\w-]+|wordpress|drupal)$/;
/** Official images and close relatives that run as root unless told otherwise. */
const ROOT =
  /^(?:node|python|golang|ruby|rails|openjdk|eclipse-temurin|amazoncorretto|ibmjava|sapmachine|azul\/[\w-]+|maven|gradle|rust|elixir|erlang|perl|swift|dart|haskell|clojure|sbtscala\/[\w-]+|alpine|debian|ubuntu|busybox|fedora|centos|rockylinux|almalinux|amazonlinux|archlinux|oraclelinux|oven\/bun|denoland\/deno|hayd\/[\w-]*deno|php|composer|pypy|crystallang\/crystal|nimlang\/nim|gcc|buildpack-deps|tomcat|tiangolo\/[\w-]+|continuumio\/miniconda3|mambaorg\/never|ghcr\.io\/astral-sh\/uv|mcr\.microsoft\.com\/(?:dotnet\/(?:aspnet|runtime|sdk|runtime-deps)|openjdk\/jdk|playwright(?:\/\w+)?|devcontainers\/[\w-]+)|gcr\.io\/distroless\/[\w-]+)$/;
/** Tags, and publishers, whose images have a user of their own. */
const UNPRIVILEGED_TAG = /nonroot|non-root|rootless|unprivileged|chiseled|distroless/i;
const UNPRIVILEGED =
  /^(?:bitnami(?:legacy|secure)?\/|cgr\.dev\/|chainguard\/|dhi\.io\/|nginxinc\/nginx-unprivileged|registry\.(?:access\.)?redhat\.(?:com|io)\/|quay\.io\/(?:keycloak|quarkus|sclorg)\/|jetty$|jenkins\/|grafana\/|hapiproject\/|mambaorg\/micromamba|circleci\/|cimg\/|gitpod\/)/;

/** Who a container of this base image is when its Dockerfile says nothing. */
export function defaultUser(reference: string): 'root' | 'unprivileged' | 'steps-down' | 'unknown' {
  const { name, tag } = partsOf(reference);
  if (UNPRIVILEGED.test(name) || (tag !== null && UNPRIVILEGED_TAG.test(tag))) return 'unprivileged';
  if (name === 'php' && /fpm|apache/i.test(tag ?? '')) return 'steps-down';
  if (STEPS_DOWN.test(name)) return 'steps-down';
  return ROOT.test(name) ? 'root' : 'unknown';
}

/** `root`, `0`, `0:0`, `root:app`; a name in a variable that nobody filled in is none. */
export function isRoot(user: string): boolean {
  return /^["']?(?:root|0+)(?::|["']?$)/i.test(user.trim());
}
