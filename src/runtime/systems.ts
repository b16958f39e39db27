import { language, server, shell, type Family } from './families'

const MiB = 1024 * 1024

/** A web server with a language in it. */
const web = server({ ports: [80], startMs: 500, memory: 24 * MiB, cpuPerRequest: 4, tools: 'any', size: 180 * MiB })

/** Images of operating systems and languages. */
export const systems: readonly Family[] = [
  {
    names: ['busybox', 'registry.k8s.io/busybox', 'registry.k8s.io/e2e-test-images/busybox', 'gcr.io/google-containers/busybox'],
    newest: '1.38',
    words: ['stable', 'musl', 'glibc', 'uclibc'],
    behaviour: shell(2 * MiB),
  },
  { names: ['alpine'], newest: '3.23', words: ['edge'], behaviour: shell(4 * MiB) },
  {
    names: ['debian'],
    newest: '13',
    words: ['stable', 'bookworm', 'bullseye', 'trixie', 'bookworm-slim', 'stable-slim', 'trixie-slim'],
    behaviour: shell(48 * MiB),
  },
  { names: ['ubuntu'], newest: '25.10', words: ['noble', 'jammy', 'rolling'], behaviour: shell(30 * MiB) },
  { names: ['bash'], newest: '5.3', behaviour: shell(7 * MiB) },
  { names: ['centos', 'rockylinux', 'fedora', 'amazonlinux'], behaviour: shell(80 * MiB) },
  { names: ['python'], newest: '3.14', words: ['slim', 'alpine', 'bookworm', 'slim-bookworm'], behaviour: language(55 * MiB) },
  {
    names: ['node'],
    newest: '25',
    words: ['alpine', 'slim', 'lts', 'lts-alpine', 'lts-slim', 'current'],
    behaviour: language(60 * MiB),
  },
  {
    names: ['php'],
    behaviour: language(180 * MiB),
    variants: [
      { tag: /apache/, behaviour: web },
      { tag: /fpm/, behaviour: server({ ports: [9000], startMs: 300, speaks: 'tcp', tools: 'any', size: 160 * MiB }) },
    ],
  },
  { names: ['golang', 'ruby', 'openjdk', 'eclipse-temurin', 'rust', 'maven'], behaviour: language(180 * MiB) },
  { names: ['perl'], newest: '5.42', words: ['slim'], behaviour: language(350 * MiB) },
]
