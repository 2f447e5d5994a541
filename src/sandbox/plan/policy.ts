import { textOf } from '../../json.ts';
import type { Treatment } from '../plan.ts';
import type { Data } from './yaml.ts';

/** `keep`: the value goes on to compose and into our own stack, which may still narrow it. */
export interface Rule {
  readonly treatment: 'allowed' | Treatment['treatment'];
  readonly keep: boolean;
  readonly message: (value: Data) => string | undefined;
}

export type Scope =
  | 'top'
  | 'service'
  | 'build'
  | 'deploy'
  | 'resources'
  | 'limits'
  | 'healthcheck'
  | 'mount'
  | 'port'
  | 'attachment'
  | 'network'
  | 'volume'
  | 'secret'
  | 'config';

/** What one service gets at most; a compose file may ask for less. */
export const serviceLimits = { memoryBytes: 1024 ** 3, cpus: 1, pids: 512, stopGraceMs: 30_000, healthIntervalMs: 1000 } as const;

const allowed: Rule = { treatment: 'allowed', keep: true, message: () => undefined };
const ours = (message: string): Rule => ({ treatment: 'rewritten', keep: false, message: () => message });
const narrowed = (message?: string): Rule => ({ treatment: 'rewritten', keep: true, message: () => message });
const stripped = (message: string | Rule['message']): Rule => ({
  treatment: 'stripped',
  keep: false,
  message: typeof message === 'string' ? () => message : message,
});

const isOff = (value: Data) =>
  value === null || value === false || value === 'false' || (Array.isArray(value) && value.length === 0);

/** Said only when it asks for something outside. */
const outside = (message: string): Rule => ({
  treatment: 'rewritten',
  keep: false,
  message: (value) => (isOff(value) ? undefined : message),
});

/** A request for more power than an API needs. */
const power = (key: string): Rule =>
  stripped((value) => {
    if (isOff(value)) return undefined;
    const asked = typeof value === 'object' ? key : `${key}: ${String(value)}`;
    return `Asks for \`${asked}\`. An API does not need it; remove the line.`;
  });

const namespace = (key: string, what: string): Rule =>
  stripped((value) =>
    value === 'host' || (typeof value === 'string' && value.startsWith('container:'))
      ? `Uses ${value === 'host' ? "the host's" : "another container's"} ${what}. An API does not need it; remove the line.`
      : `Sets \`${key}\`. Every container here has its own ${what}.`,
  );

const buildPower = (key: string): Rule =>
  stripped((value) =>
    isOff(value) ? undefined : `Building needs no \`${key}\` here; make the repository build from a clean clone.`,
  );

const limits = ours('Limits are ours; memory, CPU and process limits of the file count where they are smaller.');
const platform = ours('Images are built and started for the platform of this machine.');
const labels = ours('Labels are ours.');
const hooks = stripped('Hooks are not run. Put what the service needs, such as a migration, into its start command.');
const replicas = ours('One container is started for each service.');
const pulling = ours('Images are pulled by us when they are not there.');
const buildOurs = ours('Set by us for every build.');

/** Every key of the official compose schema, and what is done with it. A key that is not here is stripped by name. */
export const policy: Readonly<Record<Scope, Readonly<Record<string, Rule>>>> = {
  top: {
    services: allowed,
    networks: allowed,
    volumes: allowed,
    secrets: allowed,
    configs: allowed,
    include: allowed,
    name: ours('The stack has a name of ours.'),
    version: ours('The version line has no meaning any more.'),
    models: stripped('Models are not started; services run without them.'),
  },
  service: {
    image: allowed,
    build: allowed,
    command: allowed,
    entrypoint: allowed,
    working_dir: allowed,
    user: allowed,
    environment: allowed,
    expose: allowed,
    hostname: allowed,
    healthcheck: allowed,
    depends_on: allowed,
    init: allowed,
    tty: allowed,
    stdin_open: allowed,
    read_only: allowed,
    stop_signal: allowed,
    group_add: allowed,
    cap_drop: allowed,
    tmpfs: allowed,
    extends: allowed,
    networks: allowed,
    volumes: allowed,
    env_file: allowed,
    configs: allowed,
    secrets: allowed,
    profiles: narrowed(),
    container_name: narrowed('The container has a name of ours; the service answers to `container_name` on its networks.'),
    links: narrowed('Links become names on the shared network.'),
    ports: narrowed('Ports are noted and reached through a forwarder; nothing is published.'),
    restart: {
      ...narrowed(),
      message: (value) =>
        value === 'no' || isOff(value) ? undefined : 'Restarted at most 3 times while booting, then left stopped.',
    },
    stop_grace_period: narrowed(),
    deploy: narrowed(),
    mem_limit: narrowed(),
    cpus: narrowed(),
    pids_limit: narrowed(),
    network_mode: narrowed(),
    extra_hosts: narrowed(),
    labels,
    annotations: labels,
    label_file: labels,
    attach: ours('Logs of every service are kept.'),
    logging: ours('Logs are kept by our own driver, with a size limit.'),
    pull_policy: pulling,
    pull_refresh_after: pulling,
    develop: ours('Files are not watched.'),
    scale: replicas,
    mac_address: ours('Addresses are given by the engine.'),
    domainname: ours('Services are known by their names alone.'),
    platform,
    cpuset: limits,
    cpu_count: limits,
    cpu_percent: limits,
    cpu_shares: limits,
    cpu_quota: limits,
    cpu_period: limits,
    cpu_rt_period: limits,
    cpu_rt_runtime: limits,
    blkio_config: limits,
    mem_reservation: limits,
    mem_swappiness: limits,
    memswap_limit: limits,
    ulimits: limits,
    shm_size: limits,
    oom_kill_disable: limits,
    oom_score_adj: limits,
    privileged: power('privileged'),
    cap_add: power('cap_add'),
    devices: power('devices'),
    device_cgroup_rules: power('device_cgroup_rules'),
    gpus: power('gpus'),
    security_opt: stripped((value) => {
      const options = (Array.isArray(value) ? value : [value]).filter(
        (option) => !/^no-new-privileges(:true|=true)?$/.test(textOf(option)),
      );
      return options.length === 0 ? undefined : power('security_opt').message(options);
    }),
    sysctls: power('sysctls'),
    userns_mode: power('userns_mode'),
    runtime: power('runtime'),
    isolation: power('isolation'),
    cgroup: power('cgroup'),
    cgroup_parent: power('cgroup_parent'),
    storage_opt: power('storage_opt'),
    credential_spec: power('credential_spec'),
    use_api_socket: power('use_api_socket'),
    volumes_from: power('volumes_from'),
    pid: namespace('pid', 'process list'),
    ipc: namespace('ipc', 'shared memory'),
    uts: namespace('uts', 'host name'),
    dns: stripped('Names are answered by a name server of ours.'),
    dns_opt: stripped('Names are answered by a name server of ours.'),
    dns_search: stripped('Names are answered by a name server of ours.'),
    external_links: stripped('Links to containers outside of the compose file; there are none here.'),
    post_start: hooks,
    pre_stop: hooks,
    provider: stripped('A provider starts a program on the host. The service is left out.'),
    models: stripped('Models are not started; the service runs without them.'),
  },
  build: {
    context: allowed,
    dockerfile: allowed,
    dockerfile_inline: allowed,
    target: allowed,
    args: allowed,
    network: allowed,
    additional_contexts: allowed,
    tags: buildOurs,
    labels: buildOurs,
    cache_from: buildOurs,
    cache_to: buildOurs,
    pull: buildOurs,
    no_cache: buildOurs,
    platforms: buildOurs,
    isolation: buildOurs,
    shm_size: buildOurs,
    ulimits: buildOurs,
    extra_hosts: buildOurs,
    provenance: buildOurs,
    sbom: buildOurs,
    privileged: buildPower('privileged'),
    entitlements: buildPower('entitlements'),
    ssh: buildPower('ssh'),
    secrets: buildPower('secrets'),
  },
  deploy: {
    resources: narrowed(),
    restart_policy: narrowed(),
    replicas,
    mode: replicas,
    endpoint_mode: replicas,
    labels,
    placement: replicas,
    update_config: replicas,
    rollback_config: replicas,
  },
  resources: { limits: narrowed(), reservations: limits },
  limits: { cpus: narrowed(), memory: narrowed(), pids: narrowed() },
  healthcheck: {
    test: allowed,
    disable: allowed,
    timeout: allowed,
    start_period: allowed,
    interval: narrowed(),
    retries: narrowed(),
    start_interval: ours('Health is asked for every second.'),
  },
  mount: {
    type: allowed,
    source: allowed,
    target: allowed,
    read_only: allowed,
    tmpfs: ours('Memory file systems have a size of ours.'),
    volume: ours('Volumes are fresh, and start with what the image holds there.'),
    bind: ours('Files of the repository are copied in.'),
    image: stripped('Mounts a part of an image.'),
    consistency: ours('Files of the repository are copied in.'),
  },
  port: {
    target: allowed,
    published: allowed,
    protocol: allowed,
    mode: ours('Nothing is published.'),
    host_ip: ours('Nothing is published.'),
    name: ours('Nothing is published.'),
    app_protocol: ours('Nothing is published.'),
  },
  attachment: {
    aliases: allowed,
    ipv4_address: narrowed('Addresses are given by the engine.'),
    ipv6_address: ours('Addresses are given by the engine.'),
    link_local_ips: ours('Addresses are given by the engine.'),
    mac_address: ours('Addresses are given by the engine.'),
    driver_opts: ours('Networks have settings of ours.'),
    interface_name: ours('Networks have settings of ours.'),
    priority: ours('Networks have settings of ours.'),
    gw_priority: ours('Networks have settings of ours.'),
  },
  network: {
    name: ours('Networks have names of ours.'),
    external: outside('A network from outside of the compose file becomes one of this stack.'),
    driver: ours('Networks have settings of ours.'),
    driver_opts: ours('Networks have settings of ours.'),
    ipam: ours('Addresses are given by the engine.'),
    internal: ours('Every network is internal here.'),
    attachable: ours('Networks have settings of ours.'),
    enable_ipv4: ours('Networks have settings of ours.'),
    enable_ipv6: ours('Networks have settings of ours.'),
    labels,
  },
  volume: {
    name: ours('Volumes have names of ours.'),
    external: outside('A volume from outside of the compose file becomes an empty one.'),
    driver: narrowed(),
    driver_opts: narrowed(),
    labels,
  },
  secret: {
    file: allowed,
    environment: allowed,
    name: ours('Files are named by their key.'),
    external: narrowed(),
    labels,
    driver: stripped('Secrets come from the repository alone.'),
    driver_opts: stripped('Secrets come from the repository alone.'),
    template_driver: stripped('Templates of secrets are not filled in.'),
  },
  config: {
    file: allowed,
    content: allowed,
    environment: allowed,
    name: ours('Files are named by their key.'),
    external: narrowed(),
    labels,
    template_driver: stripped('Templates of configs are not filled in.'),
  },
};

/** Extensions are the author's notes; what they are anchors for has been filled in where it is used. */
const extension: Rule = { treatment: 'allowed', keep: false, message: () => undefined };

export function ruleFor(scope: Scope, key: string): Rule {
  if (key.startsWith('x-')) return extension;
  const table = policy[scope];
  return (
    (Object.hasOwn(table, key) ? table[key] : undefined) ??
    stripped(`\`${key}\` is not a key that roadworthy knows; started without it.`)
  );
}
