import { describe, expect, test } from 'vitest';
import { withoutTools } from '../../../src/sandbox/needed-services.ts';
import { plan, service } from './submission.ts';

const DOCKERFILE = 'FROM node:20\nEXPOSE 3000\n';
const app = (lines: string, rest = '') =>
  `services:\n  app:\n    build: .\n${lines.replace(/^/gm, '    ')}\n  db:\n    image: postgres:16\n${rest}`;
const make = (lines: string, rest = '', more: Record<string, string | { link: string }> = {}) =>
  plan({ 'compose.yaml': app(lines, rest), Dockerfile: DOCKERFILE, ...more });

describe('stripped, with a message that helps', () => {
  const NAME_SERVER = 'Names are answered by a name server of ours.';
  const HOOKS = 'Hooks are not run. Put what the service needs, such as a migration, into its start command.';
  const power = (text: string) => `Asks for \`${text}\`. An API does not need it; remove the line.`;
  const building = (key: string) => `Building needs no \`${key}\` here; make the repository build from a clean clone.`;
  const mounts = (what: string) => `Mounts ${what}. roadworthy does not grant this; started without it.`;

  test.each([
    ['privileged: true', 'privileged', power('privileged: true')],
    ['cap_add: [SYS_ADMIN]', 'cap_add', power('cap_add')],
    ['devices: ["/dev/sda:/dev/sda"]', 'devices', power('devices')],
    ['device_cgroup_rules: ["c 1:3 mr"]', 'device_cgroup_rules', power('device_cgroup_rules')],
    ['gpus: all', 'gpus', power('gpus: all')],
    ['security_opt: [seccomp:unconfined]', 'security_opt', power('security_opt')],
    ['sysctls: { net.core.somaxconn: 1024 }', 'sysctls', power('sysctls')],
    ['userns_mode: host', 'userns_mode', power('userns_mode: host')],
    ['runtime: nvidia', 'runtime', power('runtime: nvidia')],
    ['isolation: hyperv', 'isolation', power('isolation: hyperv')],
    ['cgroup: host', 'cgroup', power('cgroup: host')],
    ['cgroup_parent: /x', 'cgroup_parent', power('cgroup_parent: /x')],
    ['storage_opt: { size: 1G }', 'storage_opt', power('storage_opt')],
    ['credential_spec: { file: x.json }', 'credential_spec', power('credential_spec')],
    ['use_api_socket: true', 'use_api_socket', power('use_api_socket: true')],
    ['volumes_from: [db]', 'volumes_from', power('volumes_from')],
    ['network_mode: host', 'network_mode', "Uses the host's network. Services reach each other by name; remove the line."],
    [
      'network_mode: "container:x"',
      'network_mode',
      "Uses another container's network. Services reach each other by name; remove the line.",
    ],
    ['pid: host', 'pid', "Uses the host's process list. An API does not need it; remove the line."],
    ['ipc: host', 'ipc', "Uses the host's shared memory. An API does not need it; remove the line."],
    ['uts: host', 'uts', "Uses the host's host name. An API does not need it; remove the line."],
    ['dns: 8.8.8.8', 'dns', NAME_SERVER],
    ['dns_opt: [ndots:1]', 'dns_opt', NAME_SERVER],
    ['dns_search: [x.y]', 'dns_search', NAME_SERVER],
    ['external_links: [other]', 'external_links', 'Links to containers outside of the compose file; there are none here.'],
    [
      'extra_hosts: ["host.docker.internal:host-gateway"]',
      'extra_hosts',
      'Points `host.docker.internal` at `host-gateway`. Services reach each other by name, and nothing outside; remove the line.',
    ],
    ['post_start: [{ command: npm run migrate }]', 'post_start', HOOKS],
    ['pre_stop: [{ command: x }]', 'pre_stop', HOOKS],
    ['models: [llm]', 'models', 'Models are not started; the service runs without them.'],
    ['teleport: true', 'teleport', '`teleport` is not a key that roadworthy knows; started without it.'],
    ['volumes: ["/var/run/docker.sock:/var/run/docker.sock"]', 'volumes', mounts('`/var/run/docker.sock` of the host')],
    ['volumes: ["~/.aws:/root/.aws"]', 'volumes', mounts('`~/.aws`, which is outside of the repository')],
    ['volumes: ["../../other:/x"]', 'volumes', mounts('`../../other`, which is outside of the repository')],
    ['volumes: ["/proc:/host/proc:ro"]', 'volumes', mounts('`/proc`, which is outside of the repository')],
    ['volumes: ["/:/host"]', 'volumes', mounts('`/`, which is outside of the repository')],
    ['volumes: ["./link:/x"]', 'volumes', mounts('`link`, which is outside of the repository').replace('link', 'link')],
    ['volumes: [device:/x]', 'volumes', mounts('`/etc` of the host through the volume `device`')],
    ['volumes: [nfs:/x]', 'volumes', mounts('the volume driver `sshfs` through the volume `nfs`')],
  ])('%s', async (line, key, message) => {
    const rest = 'volumes:\n  device: { driver_opts: { type: none, o: bind, device: /etc } }\n  nfs: { driver: sshfs }\n';
    const made = await make(line, rest, { link: { link: '/etc' } });
    expect(made.kind).toBe('compose');
    expect(made.treatments).toContainEqual({ treatment: 'stripped', service: 'app', key, message });
    expect(service(made, 'app').volumes).toEqual([]);
    expect(service(made, 'app').networks).toEqual({ default: [] });
  });

  test.each(['ssh: [default]', 'secrets: [x]', 'privileged: true', 'entitlements: [network.host]'])('build.%s', async (line) => {
    const made = await plan({ 'compose.yaml': `services: { app: { build: { context: ., ${line} } } }`, Dockerfile: DOCKERFILE });
    const key = line.split(':')[0] ?? '';
    expect(made.treatments).toContainEqual({
      treatment: 'stripped',
      service: 'app',
      key: `build.${key}`,
      message: building(key),
    });
  });

  test.each(['privileged: false', 'cap_add: []', 'security_opt: ["no-new-privileges:true"]', 'restart: "no"'])(
    '%s needs no message',
    async (line) => {
      expect((await make(line)).treatments).toEqual([]);
    },
  );

  test('a provider starts a program on the host: its service is left out, and what waits for it does not', async () => {
    const made = await make('depends_on: [cloud, db]\nlinks: [cloud]', '  cloud: { provider: { type: evil } }\n');
    expect(made.services.map(({ name }) => name)).toEqual(['app', 'db']);
    expect(service(made, 'app').dependsOn).toEqual({ db: 'service_started' });
    expect(made.treatments).toContainEqual(expect.objectContaining({ service: 'cloud', key: 'provider' }));
  });
});

describe('refused before the compose plug-in sees it', () => {
  test.each([
    ['env_file: ../../etc/x', 'env_file', 'refused: env_file ../../etc/x leaves the repository'],
    ['env_file: [{ path: /etc/passwd, required: false }]', 'env_file', 'refused: env_file /etc/passwd leaves the repository'],
    ['env_file: link.env', 'env_file', 'refused: env_file link.env leaves the repository'],
    ['env_file: linked/passwd', 'env_file', 'refused: env_file linked/passwd leaves the repository'],
    ['env_file: inner.env', 'env_file', 'refused: env_file inner.env is a link; links are not followed'],
    ['label_file: ../x', 'label_file', 'refused: label_file ../x leaves the repository'],
    ['extends: { file: ../x.yaml, service: a }', 'extends.file', 'refused: extends.file ../x.yaml leaves the repository'],
    [
      'extends: { file: gone.yaml, service: a }',
      'extends.file',
      'refused: extends.file names gone.yaml, which is not a file of the repository',
    ],
    [
      'command: "cost 5$"',
      'services.app.command',
      'compose file refused: services.app.command: a "$" that starts no variable; write "$$" for a dollar sign',
    ],
    [
      'image: "${REGISTRY:?say where}/x"',
      'services.app.image',
      'compose file refused: services.app.image: needs REGISTRY: say where',
    ],
  ])('%s', async (line, key, message) => {
    const made = await make(line, '', {
      'link.env': { link: '/etc/passwd' },
      linked: { link: '/etc' },
      'inner.env': { link: 'Dockerfile' },
    });
    expect(made.kind).toBe('dockerfile');
    expect(made.treatments).toEqual([expect.objectContaining({ treatment: 'refused', key, message })]);
    expect(made.help).toMatchObject([{ kind: 'plan-fallback', documented: false }]);
  });

  test.each([
    ['include: [https://example.com/x.yaml]', 'include'],
    ['include: ["git@github.com:a/b.git"]', 'include'],
    ['include: ["oci://a/b"]', 'include'],
    ['include: [../x.yaml]', 'include'],
    ['include: [{ path: ok.yaml, env_file: ../x }]', 'include.env_file'],
    ['include: [{ path: ok.yaml, project_directory: .. }]', 'include.project_directory'],
    ['secrets: { a: { file: /etc/shadow } }', 'secrets.a.file'],
    ['configs: { a: { file: ../a } }', 'configs.a.file'],
  ])('%s', async (rest, key) => {
    const made = await make('init: true', rest, { 'ok.yaml': 'services: {}' });
    expect(made.treatments).toEqual([expect.objectContaining({ treatment: 'refused', key })]);
  });

  test.each([
    ['context: https://github.com/a/b.git', 'build.context'],
    ['context: ..', 'build.context'],
    ['context: gone', 'build.context'],
    ['dockerfile: /etc/passwd', 'build.dockerfile'],
    ['dockerfile: gone', 'build.dockerfile'],
    ['additional_contexts: { a: /etc }', 'build.additional_contexts.a'],
    ['additional_contexts: [a=https://x.y/z]', 'build.additional_contexts.a'],
  ])('build: %s', async (line, key) => {
    const made = await plan({ 'compose.yaml': `services: { app: { build: { ${line} } } }`, Dockerfile: DOCKERFILE });
    expect(made.treatments).toEqual([expect.objectContaining({ treatment: 'refused', service: 'app', key })]);
  });

  test('an alias bomb, in under a second; without a Dockerfile its message is the detail of the error', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array<string>(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`),
    ].join('\n');
    const start = performance.now();
    await expect(plan({ 'compose.yaml': bomb })).rejects.toMatchObject({
      code: 'no-plan',
      fault: 'submission',
      detail: ['compose file refused: too many aliases'],
    });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('more than 20 files, and files that draw in each other for ever', async () => {
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`c${index}.yaml`, 'services: {}']));
    expect((await make('init: true', `include: [${Object.keys(many).join(', ')}]`, many)).treatments[0]?.message).toContain(
      'more than 20 files',
    );
    const deep = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`c${index}.yaml`, `include: [c${index + 1}.yaml]`]));
    expect((await make('init: true', 'include: [c0.yaml]', deep)).treatments[0]?.message).toContain('more than 5 levels');
  });

  test('what compose itself rejects is said in its words', async () => {
    const made = await make('depends_on: [nobody]');
    expect(made.treatments[0]?.message).toMatch(/^compose file refused: docker compose says ".*nobody/);
    expect(made.treatments[0]?.message).not.toContain('/tmp');
  });
});

describe('variables come from the submission alone', () => {
  const canary = 'roadworthy-canary-value';

  test('our environment is in no plan', async () => {
    process.env['CANARY'] = canary;
    process.env['CANARY_TOKEN'] = canary;
    const made = await make(
      'command: "echo ${CANARY} $HOME ${PATH:-none}"\nenvironment: [CANARY, "X=${CANARY:-none}", CANARY_TOKEN]\nenv_file: a.env',
      'secrets: { s: { environment: CANARY_TOKEN } }',
      { 'a.env': 'B=$CANARY\nCANARY\n' },
    );
    delete process.env['CANARY'];
    delete process.env['CANARY_TOKEN'];
    expect(JSON.stringify(made)).not.toContain(canary);
    expect(service(made, 'app')).toMatchObject({ command: ['echo', 'none'], environment: { X: 'none', B: '' } });
  });

  test("the clone's .env fills the file and steers nothing", async () => {
    const made = await make('command: ["${GREETING}"]', '', {
      '.env': 'COMPOSE_FILE=other.yml\nDOCKER_HOST=tcp://evil\nCOMPOSE_PROJECT_NAME=x\nGREETING=pa$$word ${COMPOSE_FILE}',
      'other.yml': 'services: { evil: { image: evil } }',
    });
    expect(made.from).toBe('compose.yaml');
    expect(service(made, 'app').command).toEqual(['pa$word other.yml']);
    expect(made.help).toEqual([]);
  });

  test('dollars are undone once', async () => {
    const made = await make('command: ["$$HOME", "$$$$"]\nenvironment: { A: "a$$b" }');
    expect(service(made, 'app')).toMatchObject({ command: ['$HOME', '$$'], environment: { A: 'a$b' } });
  });

  test('a missing .env is made from its example, the same for the same seed', async () => {
    const content = {
      'compose.yaml': app('env_file: .env\nenvironment: { B: own }'),
      Dockerfile: DOCKERFILE,
      '.env.example': 'A=1\nB=2\nJWT_SECRET=\n',
    };
    const made = await plan(content, { readmeDocumentsEnvCopy: true });
    const secret = service(made, 'app').environment['JWT_SECRET'] ?? '';
    expect(secret).toMatch(/^[0-9a-f]{40}$/);
    expect(service(made, 'app').environment).toEqual({ A: '1', B: 'own', JWT_SECRET: secret });
    expect(made.addedFiles).toEqual([{ path: '.env', content: `A=1\nB=2\nJWT_SECRET=${secret}\n` }]);
    expect(made.help).toEqual([
      { kind: 'env-copy', what: '`.env.example` was copied to `.env`', documented: true },
      { kind: 'generated-value', what: '`JWT_SECRET` of `.env.example` was given a generated value', documented: false },
    ]);
    expect(await plan(content, { readmeDocumentsEnvCopy: true })).toEqual(made);
    expect((await plan(content, {}, { seed: 'other' })).addedFiles).not.toEqual(made.addedFiles);
    expect((await plan(content)).help[0]?.documented).toBe(false);
    expect((await plan(content, { documentedValues: ['JWT_SECRET'] })).help[1]?.documented).toBe(true);
  });

  test('an example that nothing asks for is left alone', async () => {
    const made = await make('environment: { A: 1 }', '', { '.env.example': 'A=2' });
    expect(made).toMatchObject({ help: [], addedFiles: [] });
  });

  test('a variable that nothing gives is made up where its name says what it is', async () => {
    const made = await make(
      'environment: ["DB_PASS=${POSTGRES_PASSWORD:?set it}", "OTHER=${OTHER}"]',
      '    environment: { POSTGRES_PASSWORD: "${POSTGRES_PASSWORD}" }\n',
    );
    expect(service(made, 'app').environment['DB_PASS']).toBe(service(made, 'db').environment['POSTGRES_PASSWORD']);
    expect(service(made, 'app').environment['OTHER']).toBe('');
    expect(made.help).toEqual([
      {
        kind: 'generated-value',
        what: '`POSTGRES_PASSWORD` has no value in the repository; one was generated',
        documented: false,
      },
    ]);
  });

  test('an env file that is missing in every form', async () => {
    const made = await make('env_file: [{ path: prod.env }, { path: local.env, required: false }]');
    expect(made.help).toEqual([
      expect.objectContaining({ kind: 'missing-env-file', what: expect.stringContaining('`prod.env`') as string }),
    ]);
  });
});

describe('compiled', () => {
  test('what is allowed stays as written', async () => {
    const made = await make(
      `image: mine
entrypoint: /start.sh
command: null
user: "1000:1000"
working_dir: /srv
hostname: api
expose: ["9000", "7000-7002/tcp", "53/udp"]
ports: ["80:8080", "127.0.0.1:5000:3000/tcp", { target: 4000, published: 1, host_ip: 0.0.0.0, app_protocol: http }]
depends_on: { db: { condition: service_healthy }, gone: { condition: service_started, required: false } }
init: true
tty: true
stdin_open: true
read_only: true
stop_signal: SIGINT
stop_grace_period: 2m
group_add: [video]
cap_drop: [ALL]
tmpfs: [/run:size=1g]
restart: unless-stopped
deploy: { replicas: 5, resources: { limits: { cpus: "0.5", memory: 256M, pids: 5000 }, reservations: { memory: 1G } }, placement: { constraints: [x] } }
healthcheck: { test: curl x, interval: 5s, retries: 4, start_interval: 1s }
container_name: the-api
logging: { driver: syslog }
labels: { a: b }
x-note: [1]`,
      '',
    );
    expect(service(made, 'app')).toEqual({
      name: 'app',
      build: { context: '', dockerfile: { path: 'Dockerfile' }, args: {} },
      entrypoint: ['/start.sh'],
      environment: {},
      user: '1000:1000',
      workingDir: '/srv',
      hostname: 'api',
      networks: { default: ['the-api'] },
      ports: [8080, 3000, 4000, 9000, 7000, 7001, 7002],
      healthcheck: { test: ['CMD-SHELL', 'curl x'], intervalMs: 1000, timeoutMs: 30_000, startPeriodMs: 0, retries: 20 },
      dependsOn: { db: 'service_healthy' },
      volumes: [],
      files: [],
      tmpfs: ['/run'],
      restart: 'always',
      stopSignal: 'SIGINT',
      stopGraceMs: 30_000,
      init: true,
      tty: true,
      stdinOpen: true,
      readOnly: true,
      groupAdd: ['video'],
      capDrop: ['ALL'],
      memoryBytes: 256 * 1024 ** 2,
      cpus: 0.5,
    });
  });

  test('volumes', async () => {
    const made = await make(
      'volumes: [".:/app", /app/node_modules, "data:/data", "./seed.sql:/docker-entrypoint-initdb.d/seed.sql:ro", "./uploads:/uploads", { type: tmpfs, target: /t }, "${PWD}/x:/y", { type: volume, source: outer, target: /o }]',
      '    volumes: ["./uploads:/mnt"]\nvolumes: { data: { driver: local }, outer: { external: true, name: real } }\n',
      { 'seed.sql': 'select 1' },
    );
    const [, , , , uploads] = service(made, 'app').volumes;
    expect(service(made, 'app').volumes).toEqual([
      { target: '/app', copyOf: '', readOnly: false },
      { target: '/app/node_modules', readOnly: false },
      { target: '/data', name: 'data', readOnly: false },
      { target: '/docker-entrypoint-initdb.d/seed.sql', copyOf: 'seed.sql', readOnly: true },
      { target: '/uploads', name: expect.stringMatching(/^folder-uploads-[0-9a-f]{8}$/) as string, readOnly: false },
      { target: '/y', name: expect.stringMatching(/^folder-x-/) as string, readOnly: false },
      { target: '/o', name: 'outer', readOnly: false },
    ]);
    expect(service(made, 'db').volumes).toEqual([{ ...uploads, target: '/mnt' }]);
    expect(service(made, 'app').tmpfs).toEqual(['/t']);
    expect(made.treatments).toContainEqual(expect.objectContaining({ treatment: 'rewritten', key: 'volumes.outer.external' }));
  });

  test('networks, links, names', async () => {
    const made = await make(
      'networks: { back: { aliases: [api], ipv4_address: 172.20.0.5 }, front: }\nlinks: ["db:postgres"]\nextra_hosts: ["database.local:172.20.0.9"]',
      `    container_name: pg
    networks: { back: { ipv4_address: 172.20.0.9 } }
  side: { image: redis, network_mode: "service:app" }
  alone: { image: redis, network_mode: none }
networks: { back: { driver: overlay, ipam: { config: [{ subnet: 172.20.0.0/24 }] } }, front: { external: true, name: traefik } }
`,
    );
    expect(made.networks).toEqual(['back', 'front']);
    expect(service(made, 'app').networks).toEqual({ back: ['api'], front: [] });
    expect(service(made, 'db').networks).toEqual({ back: ['database.local', 'pg', 'postgres'] });
    expect(service(made, 'side')).toMatchObject({ networks: {}, networkMode: { service: 'app' } });
    expect(service(made, 'alone')).toMatchObject({ networks: {}, networkMode: 'none' });
  });

  test('secrets and configs are files with content', async () => {
    const made = await make(
      'secrets: [a, { source: db_password, target: /etc/pw }]\nconfigs: [{ source: c, target: /etc/c.conf }, inline]',
      '    secrets: [db_password]\nsecrets: { a: { file: ./a.txt }, db_password: { file: ./gone.txt } }\nconfigs: { c: { file: ./a.txt }, inline: { content: "x=${Y:-y}" } }\n',
      { 'a.txt': 'pa$$' },
    );
    const password = service(made, 'db').files[0]?.content;
    expect(service(made, 'app').files).toEqual([
      { path: '/run/secrets/a', content: 'pa$$', mode: 0o444 },
      { path: '/etc/pw', content: password, mode: 0o444 },
      { path: '/etc/c.conf', content: 'pa$$', mode: 0o444 },
      { path: '/inline', content: 'x=y', mode: 0o444 },
    ]);
    expect(password).toMatch(/^[0-9a-f]{40}$/);
    expect(made.help).toMatchObject([{ kind: 'generated-value', documented: false }]);
  });

  test('builds', async () => {
    const made = await plan({
      'compose.yaml': `services:
  a: { build: { context: ./api, dockerfile: ../docker/a.Dockerfile, target: dev, args: [N=1, "BUILDKIT_SYNTAX=evil"], network: none, tags: [node:20], cache_to: [x], additional_contexts: { lib: ./lib, base: "docker-image://alpine", other: "service:b" } } }
  b: { build: { dockerfile_inline: "FROM a$$b", network: host } }`,
      'api/x': '',
      'lib/x': '',
      'docker/a.Dockerfile': 'FROM a',
    });
    expect(service(made, 'a').build).toEqual({
      context: 'api',
      dockerfile: { path: 'docker/a.Dockerfile' },
      target: 'dev',
      args: { N: '1' },
      network: 'none',
      contexts: { lib: { folder: 'lib' }, base: { image: 'alpine' }, other: { service: 'b' } },
    });
    expect(service(made, 'b').build).toEqual({ context: '', dockerfile: { inline: 'FROM a$b' }, args: {} });
    expect(made.treatments.map(({ service: name, key }) => `${name}.${key}`)).toEqual([
      'a.build.tags',
      'a.build.cache_to',
      'b.build.network',
      'a.build.args',
    ]);
  });

  test('files of the clone that are drawn in, each with its own folder and variables', async () => {
    const made = await plan({
      'compose.yaml':
        'include: [sub/compose.yaml]\nservices:\n  app: { extends: { file: common/base.yaml, service: base }, environment: { A: "${A}" } }',
      '.env': 'A=top',
      'common/base.yaml': 'services: { base: { build: ../api, env_file: base.env, privileged: true, environment: { C: base } } }',
      'common/base.env': 'B=$A',
      'api/Dockerfile': 'FROM a',
      'sub/compose.yaml': 'services: { other: { image: redis, environment: ["A=${A}", "D=${D}"], volumes: ["./data:/d"] } }',
      'sub/.env': 'A=sub\nD=sub',
      'sub/data/x': '',
    });
    expect(service(made, 'app')).toMatchObject({ build: { context: 'api' }, environment: { A: 'top', B: 'top', C: 'base' } });
    expect(service(made, 'other')).toMatchObject({
      environment: { A: 'top', D: 'sub' },
      volumes: [{ target: '/d', copyOf: 'sub/data' }],
    });
    expect(made.treatments).toContainEqual(expect.objectContaining({ key: 'privileged', service: 'base' }));
  });

  test('an override file is merged, with its own tags', async () => {
    const made = await plan({
      'docker-compose.yml': 'services: { app: { build: ., ports: ["80:1"], command: a, environment: { A: 1 } } }',
      'docker-compose.override.yml': 'services: { app: { ports: !override ["80:2"], command: !reset null, environment: [B=2] } }',
      Dockerfile: DOCKERFILE,
    });
    expect(service(made, 'app')).toMatchObject({ ports: [2], environment: { A: '1', B: '2' } });
    expect(service(made, 'app').command).toBeUndefined();
  });

  test('profiles: the default one, and those that the README or the .env name', async () => {
    const content = {
      'compose.yaml': app('init: true', '  tool: { image: redis, profiles: [tools] }\n'),
      Dockerfile: DOCKERFILE,
    };
    const names = async (...args: Parameters<typeof plan>) => (await plan(...args)).services.map(({ name }) => name);
    expect(await names(content)).toEqual(['app', 'db']);
    expect(await names(content, { profiles: ['tools'] })).toEqual(['app', 'db', 'tool']);
    expect(await names({ ...content, '.env': 'COMPOSE_PROFILES=tools' })).toEqual(['app', 'db', 'tool']);
  });
});

describe('which file', () => {
  test('one that builds before one that starts databases only', async () => {
    const made = await plan({
      'docker-compose.yml': 'services: { db: { image: postgres } }',
      'api/compose.yml': 'services: { a: { build: . } }',
      'api/Dockerfile': DOCKERFILE,
    });
    expect(made.from).toBe('api/compose.yml');
  });

  test('the folder that was asked for', async () => {
    const content = {
      'compose.yml': 'services: { a: { image: x } }',
      'b/compose.yml': 'services: { b: { build: . } }',
      'b/Dockerfile': DOCKERFILE,
    };
    expect((await plan(content, {}, { subdir: './b/' })).from).toBe('b/compose.yml');
  });

  test('databases only: the app is built from its Dockerfile beside them', async () => {
    const made = await plan({
      'docker-compose.yml':
        'services: { db: { image: "postgres:16", ports: ["5433:5432"], networks: [n], environment: { POSTGRES_PASSWORD: pw }, healthcheck: { test: pg_isready } }, cache: { image: redis, networks: [n] } }\nnetworks: { n: }',
      dockerfile: DOCKERFILE,
      '.env.example':
        'DB_HOST=localhost\nDB_PORT=5433\nDB_PASSWORD=\nDATABASE_URL=postgres://postgres:pw@localhost:5433/x\nREDIS_URL=redis://127.0.0.1:6379\nAPP_HOST=localhost\n',
    });
    expect(made).toMatchObject({ kind: 'dockerfile', from: 'dockerfile', networks: ['n'] });
    expect(service(made, 'app')).toMatchObject({
      build: { context: '', dockerfile: { path: 'dockerfile' } },
      environment: {
        DB_HOST: 'db',
        DB_PORT: '5432',
        DB_PASSWORD: 'pw',
        DATABASE_URL: 'postgres://postgres:pw@db:5432/x',
        REDIS_URL: 'redis://cache:6379',
        APP_HOST: 'localhost',
      },
      networks: { n: [] },
      dependsOn: { db: 'service_healthy', cache: 'service_started' },
      ports: [3000],
    });
    expect(made.help.map(({ kind }) => kind)).toEqual([
      'env-copy',
      'generated-value',
      'plan-fallback',
      ...Array<string>(4).fill('generated-value'),
    ]);
  });

  test('a console for a person beside the database is nothing that the app waits for', async () => {
    const made = await plan({
      'docker-compose.yml':
        'services: { db: { image: "postgres:16", environment: { POSTGRES_PASSWORD: pw } }, console: { image: "dpage/pgadmin4", depends_on: [db] } }',
      Dockerfile: DOCKERFILE,
    });
    expect(service(made, 'app').dependsOn).toEqual({ db: 'service_started' });
    expect(withoutTools(made).services.map(({ name }) => name)).toEqual(['db', 'app']);
  });

  test('a Dockerfile alone, in a folder for Docker files', async () => {
    const made = await plan({
      'docker/Dockerfile': 'FROM a\nCOPY package.json src ./\nEXPOSE 8000',
      'package.json': '{}',
      'src/x': '',
      '.env.example': 'A=1',
    });
    expect(made).toMatchObject({
      kind: 'dockerfile',
      from: 'docker/Dockerfile',
      help: [{ kind: 'env-copy' }],
      addedFiles: [{ path: '.env', content: 'A=1' }],
    });
    expect(service(made, 'app')).toMatchObject({ build: { context: '' }, environment: { A: '1' }, ports: [8000] });
  });

  test.each([
    [{ 'README.md': '' }, 'has no compose file and no Dockerfile', []],
    [{ 'compose.yml': 'services: { db: { image: mysql } }' }, "compose.yml starts no service of the author's own", []],
    [
      { 'compose.yml': 'services: { a: { build: .. } }' },
      'compose.yml, which cannot be used',
      ['a: refused: build.context .. leaves the repository'],
    ],
    [
      { Dockerfile: { link: '/etc/passwd' } },
      'has no compose file and no Dockerfile',
      ['Dockerfile is a link; links are not followed'],
    ],
  ])('no plan: %j', async (content, message, detail) => {
    await expect(plan(content)).rejects.toMatchObject({
      code: 'no-plan',
      // what is there and cannot be used is theirs; that there is nothing we can use may be our want of knowledge
      fault: detail.length > 0 ? 'submission' : 'grader',
      message: expect.stringContaining(message) as string,
      detail,
    });
  });

  test('without a compose plug-in it is our fault', async () => {
    const content = { 'compose.yaml': app('init: true'), Dockerfile: DOCKERFILE };
    await expect(plan(content, {}, { engine: { composeBinary: '/nowhere/docker-compose' } })).rejects.toMatchObject({
      code: 'compose-missing',
      fault: 'grader',
    });
  });

  test('an abort ends it', async () => {
    const content = { 'compose.yaml': app('init: true'), Dockerfile: DOCKERFILE };
    await expect(plan(content, {}, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
