import { unknownImage, type Behaviour } from './behaviour'
import { demo, server, shell, type Family } from './families'
import { systems } from './systems'

const MiB = 1024 * 1024

const nginx = server({
  ports: [80],
  startMs: 100,
  speaks: 'http',
  paths: ['/', '/index.html', '/50x.html'],
  memory: 8 * MiB,
  cpuPerRequest: 0.5,
  tools: ['nginx', 'nginx-debug', 'curl'],
  configDirs: ['/etc/nginx'],
  greets: [
    '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
    '/docker-entrypoint.sh: Configuration complete; ready for start up',
    'nginx: start worker processes',
  ],
  size: 68 * MiB,
})
const redis = server({
  dataDirs: ['/data'],
  ports: [6379, 16379],
  startMs: 150,
  speaks: 'tcp',
  memory: 10 * MiB,
  tools: ['redis-cli', 'redis-server', 'redis-sentinel', 'redis-benchmark', 'valkey-cli', 'valkey-server', 'keydb-server'],
  greets: ['* Ready to accept connections tcp'],
  size: 42 * MiB,
})
const mysql = (word: string): Behaviour =>
  server({
    dataDirs: ['/var/lib/mysql'],
    ports: [3306, 33060],
    startMs: 6000,
    speaks: 'tcp',
    memory: 360 * MiB,
    cpu: 5,
    tools: [
      'mysql',
      'mysqladmin',
      'mariadb',
      'mariadb-admin',
      'healthcheck.sh',
      'mysqld',
      'mysqld_safe',
      'mariadbd',
      'mysqldump',
    ],
    needsEnv: {
      oneOf: [
        'MYSQL_ROOT_PASSWORD',
        'MYSQL_ROOT_PASSWORD_FILE',
        'MYSQL_ALLOW_EMPTY_PASSWORD',
        'MYSQL_RANDOM_ROOT_PASSWORD',
        'MARIADB_ROOT_PASSWORD',
        'MARIADB_ROOT_PASSWORD_FILE',
        'MARIADB_ROOT_PASSWORD_HASH',
        'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
        'MARIADB_RANDOM_ROOT_PASSWORD',
      ],
      complaint: ['[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified'],
    },
    greets: [`[Server] ${word}: ready for connections.`],
    size: 150 * MiB,
  })

/**
 * What well-known images do. Sizes, start times and costs are round figures from everyday use, in the right order of magnitude.
 * `demo/*` and `shop/*` are the project's own, for lessons: their tag says how they behave (`-slow`, `-crash`, `-leak`).
 */
export const families: readonly Family[] = [
  { names: ['nginxinc/nginx-unprivileged'], behaviour: { ...nginx, ports: [8080] } },
  {
    names: ['nginx', 'registry.k8s.io/nginx', 'registry.k8s.io/nginx-slim'],
    newest: '1.29',
    words: ['alpine', 'stable', 'mainline', 'perl', 'slim', 'stable-alpine', 'alpine-slim'],
    behaviour: nginx,
  },
  {
    names: ['httpd'],
    newest: '2.4',
    words: ['alpine'],
    behaviour: server({
      ports: [80],
      startMs: 150,
      speaks: 'http',
      paths: ['/', '/index.html'],
      memory: 12 * MiB,
      cpuPerRequest: 0.7,
      tools: ['httpd', 'httpd-foreground', 'apachectl'],
      configDirs: ['/usr/local/apache2/conf'],
      greets: ["AH00094: Command line: 'httpd -D FOREGROUND'"],
      size: 58 * MiB,
    }),
  },
  {
    names: ['caddy'],
    newest: '2.10',
    words: ['alpine'],
    behaviour: server({
      ports: [80, 443],
      startMs: 100,
      speaks: 'http',
      paths: ['/', '/index.html'],
      tools: ['caddy'],
      configDirs: ['/etc/caddy'],
      size: 20 * MiB,
    }),
  },
  {
    names: ['traefik', 'haproxy', 'envoyproxy/envoy'],
    behaviour: server({ ports: 'declared', startMs: 300, size: 50 * MiB, memory: 40 * MiB, tools: 'any' }),
  },
  {
    names: ['redis', 'registry.k8s.io/redis', 'valkey/valkey', 'redislabs/redismod'],
    newest: '8.4',
    words: ['alpine', 'e2e', 'bookworm'],
    behaviour: redis,
  },
  {
    names: [
      'gcr.io/google_samples/gb-redisslave',
      'gcr.io/google-samples/gb-redis-follower',
      'gcr.io/google-samples/gb-redisslave',
    ],
    behaviour: redis,
  },
  {
    names: ['memcached'],
    newest: '1.6',
    words: ['alpine'],
    behaviour: server({ ports: [11211], startMs: 100, speaks: 'tcp', memory: 4 * MiB, size: 32 * MiB }),
  },
  {
    names: ['postgres', 'postgis/postgis'],
    newest: '18',
    words: ['alpine', 'bookworm', 'bullseye'],
    behaviour: server({
      dataDirs: ['/var/lib/postgresql/data', '/var/lib/postgresql'],
      ports: [5432],
      startMs: 2500,
      speaks: 'tcp',
      memory: 40 * MiB,
      cpu: 2,
      tools: ['pg_isready', 'psql', 'postgres', 'pg_ctl', 'initdb', 'pg_dump', 'pg_basebackup'],
      needsEnv: {
        oneOf: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
        complaint: [
          'Error: Database is uninitialized and superuser password is not specified.',
          '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.',
        ],
      },
      greets: ['LOG:  database system is ready to accept connections'],
      size: 150 * MiB,
    }),
  },
  { names: ['mysql'], newest: '9.5', words: ['lts', 'oracle', 'innovation'], behaviour: mysql('mysqld') },
  { names: ['mariadb'], newest: '12.1', words: ['lts'], behaviour: mysql('mariadbd') },
  {
    names: ['mongo', 'mongodb/mongodb-community-server'],
    newest: '8.2',
    behaviour: server({
      dataDirs: ['/data/db'],
      ports: [27017],
      startMs: 3000,
      speaks: 'tcp',
      memory: 110 * MiB,
      cpu: 4,
      tools: ['mongosh', 'mongo', 'mongod', 'mongos', 'mongodump', 'mongorestore', 'mongoimport'],
      greets: ['Waiting for connections'],
      size: 250 * MiB,
    }),
  },
  {
    names: ['rabbitmq'],
    newest: '4.2',
    words: ['management', 'alpine', 'management-alpine'],
    behaviour: server({
      ports: [4369, 5672, 15672, 15692, 25672],
      startMs: 8000,
      memory: 110 * MiB,
      tools: ['rabbitmq-diagnostics', 'rabbitmqctl', 'rabbitmq-server', 'rabbitmq-plugins', 'rabbitmqadmin'],
      size: 100 * MiB,
    }),
  },
  {
    names: ['elasticsearch', 'kibana', 'logstash', 'docker.elastic.co/elasticsearch/elasticsearch'],
    newest: '9.2',
    behaviour: server({ ports: 'declared', startMs: 15_000, memory: 700 * MiB, cpu: 20, size: 400 * MiB, tools: 'any' }),
  },
  {
    names: ['gcr.io/google-samples/cassandra', 'cassandra'],
    behaviour: server({
      dataDirs: ['/cassandra_data', '/var/lib/cassandra'],
      ports: [7000, 7001, 7199, 9042],
      startMs: 12_000,
      speaks: 'tcp',
      memory: 650 * MiB,
      cpu: 20,
      tools: ['nodetool', 'cqlsh', 'cassandra', '/ready-probe.sh'],
      stop: { ms: 2000, code: 143 },
      size: 240 * MiB,
    }),
  },
  ...systems,
  {
    names: ['hello-world'],
    words: ['linux'],
    behaviour: { ...unknownImage, runs: 'exit', exit: { afterMs: 100, code: 0 }, greets: ['Hello from Docker!'], size: MiB / 64 },
  },
  { names: ['polinux/stress', 'progrium/stress'], behaviour: { ...shell(4 * MiB), runs: 'exit', tools: ['stress'] } },
  {
    names: ['registry.k8s.io/pause', 'gcr.io/google-containers/pause', 'k8s.gcr.io/pause'],
    behaviour: server({ ports: [], startMs: 0, memory: MiB / 4, cpu: 0, size: MiB / 2, greets: [] }),
  },
  {
    names: [
      'registry.k8s.io/echoserver',
      'gcr.io/google_containers/echoserver',
      'k8s.gcr.io/echoserver',
      'gcr.io/google-containers/echoserver',
    ],
    behaviour: server({ ports: [8080, 8443], startMs: 200, speaks: 'http', memory: 8 * MiB, size: 45 * MiB }),
  },
  {
    names: ['registry.k8s.io/e2e-test-images/agnhost'],
    behaviour: server({
      ports: [8080, 80, 9376],
      startMs: 300,
      tools: 'any',
      size: 55 * MiB,
      subcommands: {
        liveness: server({ ports: [8080], startMs: 300, speaks: 'http', failsAfterMs: 10_000, tools: 'any', size: 55 * MiB }),
      },
    }),
  },
  {
    names: ['registry.k8s.io/hpa-example', 'k8s.gcr.io/hpa-example'],
    behaviour: server({ ports: [80], startMs: 300, cpuPerRequest: 100, memory: 16 * MiB, size: 180 * MiB }),
  },
  { names: ['hashicorp/http-echo'], behaviour: server({ ports: [5678], startMs: 100, speaks: 'http', size: 3 * MiB }) },
  {
    names: ['traefik/whoami', 'containous/whoami'],
    behaviour: server({ ports: [80], startMs: 100, speaks: 'http', size: 3 * MiB }),
  },
  {
    names: ['gcr.io/google-samples/gb-frontend', 'gcr.io/google_samples/gb-frontend', 'wordpress', 'nextcloud', 'phpmyadmin'],
    behaviour: server({ ports: [80], startMs: 1000, memory: 60 * MiB, cpuPerRequest: 8, tools: 'any', size: 180 * MiB }),
  },
  {
    names: ['gcr.io/google-samples/hello-app', 'gcr.io/google-samples/node-hello'],
    behaviour: server({ ports: [8080], startMs: 300, size: 12 * MiB }),
  },
  {
    names: ['dockersamples/examplevotingapp_vote', 'dockersamples/examplevotingapp_result'],
    behaviour: server({ ports: [80], startMs: 1500, memory: 40 * MiB, cpuPerRequest: 4, tools: 'any', size: 60 * MiB }),
  },
  {
    names: ['dockersamples/examplevotingapp_worker'],
    behaviour: server({
      ports: [],
      startMs: 500,
      memory: 40 * MiB,
      tools: 'any',
      size: 80 * MiB,
      greets: ['Connected to db', 'Found redis', 'Connecting to redis'],
    }),
  },
  { names: ['demo/web', 'shop/web', 'shop', 'demo/api', 'shop/api'], behaviour: demo() },
  { names: ['demo/notes'], behaviour: demo({ dataDirs: ['/data'] }) },
  { names: ['demo/leak'], behaviour: demo({ leak: 20 * MiB }) },
]
