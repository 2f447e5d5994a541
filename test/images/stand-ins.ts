import { type Layer, debian, files, goProgram, node, ownFile } from './layers.ts';
import type { ImageConfig } from './store.ts';

/** One image that answers for an official one. */
export interface StandIn {
  repository: string;
  tag: string;
  /** What it is and from what, for its label. */
  origin: string;
  layers: Layer[];
  config: Omit<ImageConfig, 'Labels' | 'Env'> & { Env?: string[] };
}

export const families = ['node', 'postgres', 'python', 'golang', 'java', 'mysql', 'redis', 'nginx', 'mongo'] as const;
export type Family = (typeof families)[number];
export const defaultFamilies: readonly Family[] = ['node', 'postgres'];

const toolPackages = ['curl', 'git', 'wget'];

/** The stand-ins of one family, made from Debian's releases. */
export const debianStandIns: Record<Family, () => StandIn[]> = {
  node: () => nodeImages('bookworm'),
  postgres: () => [postgres('bookworm', 15), postgres('trixie', 17)],
  python: () => [python('bullseye', '3.9'), python('bookworm', '3.11'), python('trixie', '3.13')],
  golang: () => [golang()],
  java: () => [java('bookworm', 17), java('trixie', 21)],
  mysql: () => [mysql()],
  redis: () => [redis()],
  nginx: () => [nginx()],
  mongo: () => [mongo()],
};

/** Ubuntu's archive holds one release, so one PostgreSQL; the other families are made on Debian only. */
export const ubuntuStandIns = (codename: string, postgresMajor: number): Partial<Record<Family, () => StandIn[]>> => ({
  node: () => nodeImages(codename, ['main', 'universe']),
  postgres: () => [postgres(codename, postgresMajor, ['main', 'universe'])],
});

function nodeImages(suite: string, components?: string[]): StandIn[] {
  // with a compiler: where no image registry answers, downloads of prebuilt binaries often do not either
  const base = debian('node-base', {
    suite,
    ...(components ? { components } : {}),
    packages: [...toolPackages, 'g++', 'make', 'python3', 'xz-utils'],
    commands: [
      'id -u ubuntu 2>/dev/null && userdel -r ubuntu || true',
      'groupadd --gid 1000 node',
      'useradd --uid 1000 --gid node --create-home --shell /bin/bash node',
    ],
  });
  const entrypoint = files('node-entrypoint', [ownFile('usr/local/bin/docker-entrypoint.sh', 'node-entrypoint.sh')]);
  return [20, 22, 24].map((major) => ({
    repository: 'node',
    tag: String(major),
    origin: `Node ${major} and npm from the npm registry, on ${suite}`,
    layers: [base, node(major), entrypoint],
    config: { Env: ['npm_config_nodedir=/usr/local'], Entrypoint: ['docker-entrypoint.sh'], Cmd: ['node'] },
  }));
}

function postgres(suite: string, major: number, components?: string[]): StandIn {
  return {
    repository: 'postgres',
    tag: String(major),
    origin: `PostgreSQL ${major} from the packages of ${suite}, without JIT`,
    layers: [
      debian(`postgres-${major}`, {
        suite,
        ...(components ? { components } : {}),
        packages: ['gosu', `postgresql-${major}`],
        commands: [
          `rm -rf /var/lib/postgresql/${major} /etc/postgresql/${major}`,
          'install -d -o postgres -g postgres -m 1777 /var/lib/postgresql/data',
          'install -d -o postgres -g postgres -m 3777 /var/run/postgresql',
          'mkdir /docker-entrypoint-initdb.d',
        ],
      }),
      files('postgres-entrypoint', [ownFile('usr/local/bin/docker-entrypoint.sh', 'postgres-entrypoint.sh')]),
    ],
    config: {
      Env: [
        `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/${major}/bin`,
        'PGDATA=/var/lib/postgresql/data',
        `PG_MAJOR=${major}`,
      ],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      Volumes: { '/var/lib/postgresql/data': {} },
      ExposedPorts: { '5432/tcp': {} },
      StopSignal: 'SIGINT',
    },
  };
}

const python = (suite: string, version: string): StandIn => ({
  repository: 'python',
  tag: version,
  origin: `Python ${version} from the packages of ${suite}`,
  layers: [
    debian(`python-${version}`, {
      suite,
      packages: [
        ...toolPackages,
        'g++',
        'libpq-dev',
        'make',
        'python3-dev',
        'python3-pip',
        'python3-setuptools',
        'python3-venv',
        'python3-wheel',
      ],
      commands: [
        'rm -f /usr/lib/python3*/EXTERNALLY-MANAGED',
        // pip refuses to replace what Debian installed; without these it puts its own beside it, which is found first. An
        // older pip starts by its own, and the commands of a setup.py (egg_info, bdist_wheel) stand in those of setuptools and wheel.
        "find /usr/lib/python3/dist-packages -maxdepth 1 -name '*-info' ! -name 'pip-*' ! -name 'setuptools-*' ! -name 'wheel-*' -exec rm -rf {} +",
        // where pip puts packages in the official image, which a Dockerfile in two stages copies by name
        `cd /usr/local/lib/python${version} && mv dist-packages site-packages && ln -s site-packages dist-packages`,
        'ln -s /usr/bin/python3 /usr/local/bin/python3',
        'ln -s /usr/bin/python3 /usr/local/bin/python',
        'ln -s /usr/bin/pip3 /usr/local/bin/pip',
      ],
    }),
  ],
  config: { Env: ['PIP_ROOT_USER_ACTION=ignore'], Cmd: ['python3'] },
});

const golang = (): StandIn => ({
  repository: 'golang',
  tag: '1.24',
  origin: 'Go 1.24 from the packages of trixie; it may fetch the toolchain that a go.mod asks for',
  layers: [
    debian('golang', {
      suite: 'trixie',
      packages: [...toolPackages, 'gcc', 'golang-go', 'libc6-dev', 'make'],
      commands: ['ln -s /usr/lib/go /usr/local/go', 'mkdir -p -m 1777 /go/src /go/bin'],
    }),
  ],
  config: {
    Env: [
      'GOPATH=/go',
      'GOTOOLCHAIN=auto',
      'PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ],
    Cmd: ['bash'],
    WorkingDir: '/go',
  },
});

const java = (suite: string, major: number): StandIn => ({
  repository: 'eclipse-temurin',
  tag: String(major),
  origin: `OpenJDK ${major} and Maven from the packages of ${suite}`,
  layers: [
    debian(`java-${major}`, {
      suite,
      packages: [...toolPackages, 'ca-certificates-java', 'maven', `openjdk-${major}-jdk-headless`],
      commands: [`ln -s /usr/lib/jvm/java-${major}-openjdk-* /opt/java`],
    }),
  ],
  config: { Env: ['JAVA_HOME=/opt/java'], Cmd: ['jshell'] },
});

const mysql = (): StandIn => ({
  repository: 'mysql',
  tag: '8.0',
  origin: 'MariaDB 10.11 from the packages of bookworm, under the name of MySQL',
  layers: [
    debian('mysql', {
      suite: 'bookworm',
      packages: ['gosu', 'mariadb-client', 'mariadb-server'],
      commands: [
        'rm -rf /var/lib/mysql/*',
        'install -d -o mysql -g mysql /run/mysqld',
        'mkdir /docker-entrypoint-initdb.d',
        "printf '[mysqld]\\nbind-address=0.0.0.0\\nskip-name-resolve\\n' >/etc/mysql/mariadb.conf.d/99-stand-in.cnf",
      ],
    }),
    files('mysql-entrypoint', [ownFile('usr/local/bin/docker-entrypoint.sh', 'mysql-entrypoint.sh')]),
  ],
  config: {
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['mysqld'],
    Volumes: { '/var/lib/mysql': {} },
    ExposedPorts: { '3306/tcp': {} },
  },
});

const redis = (): StandIn => ({
  repository: 'redis',
  tag: '7',
  origin: 'Redis 7 from the packages of bookworm',
  layers: [
    debian('redis', { suite: 'bookworm', packages: ['gosu', 'redis-server'], commands: ['install -d -o redis -g redis /data'] }),
    files('redis-entrypoint', [ownFile('usr/local/bin/docker-entrypoint.sh', 'redis-entrypoint.sh')]),
  ],
  config: {
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['redis-server'],
    WorkingDir: '/data',
    Volumes: { '/data': {} },
    ExposedPorts: { '6379/tcp': {} },
  },
});

const nginx = (): StandIn => ({
  repository: 'nginx',
  tag: '1.22',
  origin: 'nginx 1.22 from the packages of bookworm',
  layers: [
    debian('nginx', {
      suite: 'bookworm',
      packages: ['curl', 'gettext-base', 'nginx-light'],
      commands: [
        'rm /etc/nginx/sites-enabled/default',
        'useradd --system --no-create-home nginx',
        "printf 'server {\\n  listen 80;\\n  location / { root /usr/share/nginx/html; index index.html; }\\n}\\n' >/etc/nginx/conf.d/default.conf",
        'ln -sf /dev/stdout /var/log/nginx/access.log',
        'ln -sf /dev/stderr /var/log/nginx/error.log',
      ],
    }),
    files('nginx-entrypoint', [ownFile('docker-entrypoint.sh', 'nginx-entrypoint.sh')]),
  ],
  config: {
    Entrypoint: ['/docker-entrypoint.sh'],
    Cmd: ['nginx', '-g', 'daemon off;'],
    ExposedPorts: { '80/tcp': {} },
    StopSignal: 'SIGQUIT',
  },
});

const mongo = (): StandIn => ({
  repository: 'mongo',
  tag: '7',
  origin: 'FerretDB 1.24 on SQLite, which speaks the protocol of MongoDB and lacks parts of it',
  layers: [
    debian('mongo', { suite: 'bookworm', packages: [], commands: ['mkdir -p /data/db'] }),
    goProgram('usr/local/bin/mongod', 'mongod.go', 'github.com/FerretDB/FerretDB@v1.24.0'),
  ],
  config: { Cmd: ['mongod'], Volumes: { '/data/db': {} }, ExposedPorts: { '27017/tcp': {} } },
});
