import { describe, expect, test } from 'vitest'
import { behaviourOf } from '../../src/runtime/catalogue'
import { execIn, resumeProcess, startProcess } from '../../src/runtime/process'
import type { Outside, ProcessSpec, ProcessState } from '../../src/runtime/processState'

const outside: Outside = { fetch: () => 0, connects: () => false, date: () => 'now' }
const spec = (script: string, over: Partial<ProcessSpec> = {}): ProcessSpec => ({
  behaviour: { ...behaviourOf('busybox'), readyMs: 0 },
  argv: ['bash', '-c', script],
  argsOnly: false,
  env: { HOSTNAME: 'db-2', NAME: 'shop-api.v2.yaml' },
  ports: [],
  memoryLimit: 0,
  hostname: 'db-2',
  ...over,
})
const image = (name: string) => ({ ...behaviourOf(name), readyMs: 0 })

/** Runs to the end, or for a while. */
function ran(wanted: ProcessSpec, around = outside): ProcessState {
  let process = startProcess(wanted, 0, around)
  for (let i = 0; i < 30 && process.wakeAt !== undefined; i++) process = resumeProcess(wanted, process, process.wakeAt, around)
  return process
}
const run = (script: string, over?: Partial<ProcessSpec>) => {
  const { exit, lines } = ran(spec(script, over))
  return { code: exit?.code, out: lines.map(({ text }) => text) }
}

describe('what scripts of containers are written with', () => {
  test.each<[string, number, string[]]>([
    ['[[ $HOSTNAME =~ -([0-9]+)$ ]] || exit 9; echo ${BASH_REMATCH[1]}', 0, ['2']],
    ['[[ $HOSTNAME =~ ^web ]] || exit 9', 9, []],
    ['[[ -z $NOTHING && $HOSTNAME == db-* ]] && echo both', 0, ['both']],
    ['[[ "$HOSTNAME" == "db-*" ]] || echo quoted', 0, ['quoted']],
    ['case $HOSTNAME in web-*|api-*) echo web;; db-[0-9]) echo db;; *) echo none;; esac', 0, ['db']],
    ['case x in a) echo a;; esac; echo $?', 0, ['0']],
    ['say() { echo "$# $1"; return 3; }; say a b; echo $?', 0, ['2 a', '3']],
    [
      'echo ${NAME%.*} ${NAME%%.*} ${NAME#*.} ${NAME##*.} ${#NAME} ${NAME/shop/s} ${NAME:5:3}',
      0,
      ['shop-api.v2 shop-api v2.yaml yaml 16 s-api.v2.yaml api'],
    ],
    ['echo ${GONE:-a}${GONE-b} ${HOSTNAME:+set}', 0, ['ab set']],
    ['i=1; while (( i < 8 )); do (( i *= 2 )); done; echo $i $(( i > 7 && 1 ))', 0, ['8 1']],
    [
      'names=(a "b c" d); echo ${names[1]} ${#names[@]}; for n in "${names[@]}"; do echo "<$n>"; done',
      0,
      ['b c 3', '<a>', '<b c>', '<d>'],
    ],
    ['cat <<EOF\nhost=$HOSTNAME\nEOF\necho after', 0, ['host=db-2', 'after']],
    ["cat <<'EOF' > /f\n$HOSTNAME\nEOF\ncat /f", 0, ['$HOSTNAME']],
    ['printf "a 1\\nb 2\\n" | while read -r k v; do echo "$v$k"; done', 0, ['1a', '2b']],
    ['printf "x\\ny\\n" > /f; while read l; do echo "-$l"; done < /f', 0, ['-x', '-y']],
    ['for i in 3 1 2; do echo $i; done | sort', 0, ['1', '2', '3']],
    ['(cd /tmp; pwd); pwd', 0, ['/tmp', '/']],
    ['x=$(false) || echo caught', 0, ['caught']],
    ['set -e; f=$(exit 4); echo never', 4, []],
    ['set -- one two; echo $2 $#; shift; echo $1', 0, ['two 2', 'two']],
    ['echo "k: old" > /c; sed -i -e "s/old/new $HOSTNAME/" /c; cat /c', 0, ['k: new db-2']],
    ["printf 'a=1\\nb=2\\n' | sed -n 's/^\\(.\\)=2$/\\1!/p'", 0, ['b!']],
    ['echo a:b:c | cut -d: -f2-; echo "p  q r" | awk \'{print $2, $NF}\'; echo Hi | tr a-zH a-zh', 0, ['b:c', 'q r', 'hi']],
    ["printf 'one\\ntwo\\n' | grep -E '^t(w|x)o$'; printf 'one\\n' | grep -q two || echo no", 0, ['two', 'no']],
    ["echo 'echo got $1; exit 6' > /x.sh; sh /x.sh it; echo $?", 0, ['got it', '6']],
    ["echo 'V=read' > /env; . /env; echo $V", 0, ['read']],
    ['ls /none 2>/dev/null || echo gone', 0, ['gone']],
    ["/bin/sleep 1; /usr/bin/env A=b /bin/sh -c 'echo $A $0 $1' n m", 0, ['b n m']],
    ['command -v wget >/dev/null && echo has; command -v nosuch || echo lacks', 0, ['has', 'lacks']],
    ['sleep 5 & wait; echo over', 0, ['over']],
    ['eval "X=$HOSTNAME"; echo $X', 0, ['db-2']],
    ['sysctl -w vm.max_map_count=262144 && ulimit -n 65536 && chown -R 1000 /data', 0, []],
  ])('%s', (script, code, out) => expect(run(script)).toEqual({ code, out }))

  test('flags may stand behind -c, words after the script are its arguments', () => {
    expect(run('', { argv: ['/bin/sh', '-c', '-e', 'false; echo never'] })).toEqual({ code: 1, out: [] })
    expect(run('', { argv: ['sh', '-euo', 'pipefail', '-c', 'echo $0 $1', 'me', 'x'] })).toEqual({ code: 0, out: ['me x'] })
  })

  test('a script on a volume can be run', () => {
    const text = '#!/bin/sh\nset -e\necho "with $1"\nexec "$@"\n'
    const files = {
      covers: (path: string) => path.startsWith('/conf/'),
      read: (path: string) => (path === '/conf/go.sh' ? text : undefined),
      list: () => ['go.sh'],
      write: () => false,
    }
    const wanted = spec('', { behaviour: image('redis:7'), argv: ['/conf/go.sh', 'redis-server'], mounts: ['/conf'] })
    const process = ran(wanted, { ...outside, files })
    expect(process.lines.map(({ text: line }) => line)[0]).toBe('with redis-server')
    expect(process.exit).toBeUndefined()
    expect(process.listensAt).toBeLessThan(Infinity)
    expect(
      startProcess(spec('', { behaviour: image('redis:7'), argv: ['/conf/none.sh'] }), 0, { ...outside, files }).exit?.reason,
    ).toBe('StartError')
  })

  test('tail that follows goes on for ever, a shell with a terminal too', () => {
    for (const script of [
      'touch /l; tail -n+1 -F /l',
      'touch /l; tail -F /l | while read x; do echo $x; done',
      'cat /l; exec tail -f /dev/null',
    ])
      expect(ran(spec(script)).exit).toBeUndefined()
    expect(ran(spec('', { argv: [], interactive: true })).exit).toBeUndefined()
    expect(ran(spec('', { argv: ['/bin/sh'], interactive: true })).exit).toBeUndefined()
    expect(ran(spec('', { argv: ['/bin/sh'] })).exit?.code).toBe(0)
  })
})

describe('programs that a script comes to', () => {
  const any = image('acme/api:1')

  test('the last one serves, those before did their work', () => {
    const process = ran(spec('acme-migrate up; exec acme-serve', { behaviour: any }))
    expect(process.exit).toBeUndefined()
    expect(process.listensAt).toBeGreaterThan(2000)
    expect(ran(spec('acme-migrate up; echo done; exit 3', { behaviour: any })).listensAt).toBeLessThan(Infinity)
    expect(ran(spec('acme-migrate up; acme-check; sleep 1; exit 3', { behaviour: any })).exit?.code).toBe(3)
  })

  test('servers stay wherever they stand, daemons run beside the script', () => {
    expect(ran(spec('java -jar app.jar; sleep 1; exit 3', { behaviour: any })).exit).toBeUndefined()
    const beside = ran(spec('nginx; sleep 60; exit 3', { behaviour: image('nginx') }))
    expect(beside.listensAt).toBeLessThan(1000)
    expect(beside.exit?.code).toBe(3)
    const background = ran(spec('acme-serve & sleep 60; exit 4', { behaviour: any }))
    expect(background.listensAt).toBeLessThan(3000)
    expect(background.exit?.code).toBe(4)
  })

  test('where an end is expected all end but well-known servers', () => {
    const over = { behaviour: any, endsBySelf: true }
    expect(ran(spec('', { ...over, argv: ['acme-migrate'] })).exit?.code).toBe(0)
    expect(ran(spec('', { ...over, argv: [] })).exit?.code).toBe(0)
    expect(ran(spec('', { ...over, argv: ['up'], argsOnly: true })).exit?.code).toBe(0)
    expect(ran(spec('', { ...over, behaviour: image('nginx'), argv: [] })).exit).toBeUndefined()
    expect(ran(spec('', { behaviour: any, argv: ['acme-serve'] })).exit).toBeUndefined()
  })

  test('npm starts what it is told to start, and ends with what it builds', () => {
    expect(ran(spec('npm ci && npm run start:prod', { behaviour: any })).exit).toBeUndefined()
    expect(ran(spec('npm install', { behaviour: any, argv: ['npm', 'install'] })).exit?.code).toBe(0)
  })

  test('entry points of well-known images run commands that they are given', () => {
    expect(ran(spec('', { behaviour: image('redis'), argv: ['sleep', '1'], argsOnly: true })).exit?.code).toBe(0)
    expect(ran(spec('', { behaviour: image('redis'), argv: ['--appendonly', 'yes'], argsOnly: true })).exit).toBeUndefined()
  })

  test('files of an image can be copied to a volume, though nothing is known of them', () => {
    const kept: string[] = []
    const files = {
      covers: (path: string) => path.startsWith('/shared'),
      read: () => undefined,
      list: (path: string) => (path === '/shared' ? [] : undefined),
      write: (path: string) => kept.push(path) > 0,
    }
    const copy = (script: string, behaviour: ProcessSpec['behaviour']) =>
      ran(spec(script, { behaviour, mounts: ['/shared'] }), { ...outside, files }).exit?.code
    expect(copy('cp -n /usr/local/bin/agent /shared/agent && cp -r /app/plugins /shared/plugins', any)).toBe(0)
    expect(kept).toEqual(['/shared/agent', '/shared/plugins'])
    expect(copy('cp /app/plugins /shared/p', image('busybox'))).toBe(1)
    expect(copy('cp /shared/none /shared/p', any)).toBe(1)
  })

  test('what is installed first is there afterwards', () => {
    expect(run('apk add --no-cache jq && jq .', { behaviour: image('alpine') }).code).toBeUndefined()
    expect(run('jq .', { behaviour: image('alpine') }).code).toBe(127)
  })
})

describe('clients of well-known servers', () => {
  const asked: [string, number][] = []
  const open = (names: readonly string[]): Outside => ({
    ...outside,
    connects: (host, port) => (asked.push([host, port]), names.includes(host)),
  })

  test('ask the host and port that they are told', () => {
    const script = 'until pg_isready -h pg -p 6000; do echo waiting; sleep 2; done; echo there'
    const wanted = spec(script, { behaviour: image('postgres:16') })
    let process = startProcess(wanted, 0, open([]))
    for (let i = 0; i < 6; i++) process = resumeProcess(wanted, process, process.wakeAt!, open([]))
    expect(process.exit).toBeUndefined()
    expect(asked.at(-1)).toEqual(['pg', 6000])
    while (process.wakeAt !== undefined) process = resumeProcess(wanted, process, process.wakeAt, open(['pg']))
    expect(process.lines.at(-1)?.text).toBe('there')
  })

  test('find their own server, what it answers can be looked at', () => {
    const wanted = spec('', { behaviour: image('redis'), argv: [] })
    const process = startProcess(wanted, 0, outside)
    const check = (script: string, now: number) => execIn(wanted, process, ['sh', '-c', script], now, outside).code
    expect(check('redis-cli ping | grep PONG', 1000)).toBe(0)
    expect(check('redis-cli ping | grep PONG', 10)).toBe(1)
    expect(check('[ "$(redis-cli ping)" = "PONG" ]', 1000)).toBe(0)
    expect(check('r=$(timeout -s 3 5 redis-cli -h localhost ping); [ "$r" != PONG ] && exit 1; exit 0', 1000)).toBe(0)
    expect(execIn(wanted, process, ['redis-cli', '-p', '6380', 'ping'], 1000, outside).code).toBe(1)
  })

  test('short words that are sent to a port are answered', () => {
    const beside = { ...outside, beside: (port: number) => port === 2181 }
    expect(ran(spec('[ "$(echo ruok | nc localhost 2181)" = imok ]'), beside).exit?.code).toBe(0)
    expect(ran(spec('echo ruok | nc -w 2 localhost 2182 | grep imok'), beside).exit?.code).toBe(1)
  })

  test('localhost is the whole pod', () => {
    const wanted = spec('mysql -h 127.0.0.1 -e "SELECT 1" && echo up', { behaviour: image('acme/tool') })
    expect(ran(wanted, { ...outside, beside: (port) => port === 3306 }).lines.map(({ text }) => text)).toContain('up')
    expect(ran(wanted).lines.map(({ text }) => text)).not.toContain('up')
  })

  test.each([
    ['curl http://127.0.0.1:8500/v1/status/leader 2>/dev/null | grep -E \'".+"\'', 0],
    ['curl -s localhost:9200/_cluster/health | tr -d " " | grep -q green', 0],
    ['wget -qO- http://localhost:9200/ | grep -v unhealthy', 0],
    ['curl -s localhost:9200/_cluster/health | grep -q \'"status":"red"\'', 1],
    ["mysql -u root -e 'SHOW DATABASES' | grep shop", 0],
    ['redis-cli ping | grep shop', 1],
    ['curl -s localhost:9200/ | grep started /tmp/none', 2],
    ['curl -s -o /dev/null localhost:9200/ | grep green', 1],
    ['echo | grep green', 1],
  ])('a filter behind the answer of a server that is well finds what its checks look for: %s', (script, code) => {
    const wanted = spec('', { behaviour: image('acme/search'), argv: [] })
    const process = startProcess(wanted, 0, outside)
    expect(execIn(wanted, process, ['sh', '-c', script], 5000, outside).code).toBe(code)
    expect(execIn(wanted, process, ['sh', '-c', 'curl -s localhost:9200/ | grep green'], 100, outside).code).toBe(1)
  })

  test.each([
    ['until (echo > /dev/tcp/db/5432) >/dev/null 2>&1; do sleep 1; done; echo up'],
    ["until timeout 1 bash -c 'cat < /dev/null > /dev/tcp/db/5432'; do sleep 1; done; echo up"],
    ['HOST=db PORT=5432; while ! (: < /dev/tcp/$HOST/$PORT) 2>/dev/null; do sleep 1; done; echo up'],
    ['while true; do </dev/tcp/db/5432 && break; sleep 1; done; echo up'],
    ['while [ "$(timeout 1 bash -c "</dev/tcp/db/5432" && echo 1)" != 1 ]; do sleep 1; done; echo up'],
    ['until exec 3<>/dev/tcp/db/5432; do sleep 1; done; echo up'],
  ])('bash waits for a port that redirections name: %s', (script) => {
    let now = 0
    const around = { ...outside, connects: (host: string, port: number) => now >= 5000 && host === 'db' && port === 5432 }
    let process = startProcess(spec(script), 0, around)
    for (let i = 0; i < 30 && process.wakeAt !== undefined; i++) {
      now = process.wakeAt
      process = resumeProcess(spec(script), process, now, around)
    }
    expect(process.exit).toMatchObject({ code: 0 })
    expect(process.exit!.at).toBeGreaterThanOrEqual(5000)
    expect(process.lines.map(({ text }) => text)).toEqual(['up'])
  })

  test('a filter behind a program of which nothing is known finds what it looks for as long as that serves', () => {
    const wanted = spec('', { behaviour: image('acme/broker'), argv: [] })
    const process = startProcess(wanted, 0, outside)
    expect(execIn(wanted, process, ['sh', '-c', 'broker-topics --list | grep orders'], 5000, outside).code).toBe(0)
    expect(execIn(wanted, process, ['sh', '-c', 'broker-topics --list | grep orders'], 100, outside).code).toBe(1)
  })
})

describe('memory', () => {
  const MiB = 1024 * 1024
  test('a script in a big image uses little, a server makes do with what it is given, within reason', () => {
    expect(
      startProcess(spec('sleep 1', { behaviour: image('mysql:8'), memoryLimit: 64 * MiB }), 0, outside).exit?.reason,
    ).not.toBe('OOMKilled')
    const env = { MYSQL_ROOT_PASSWORD: 'x' }
    const started = (limit: number) =>
      startProcess(spec('', { behaviour: image('mysql:8'), argv: [], env, memoryLimit: limit }), 0, outside)
    expect(started(256 * MiB).exit).toBeUndefined()
    expect(started(256 * MiB).memory).toBeLessThan(256 * MiB)
    expect(started(32 * MiB).exit?.reason).toBe('OOMKilled')
  })

  test('a password must not be empty', () => {
    const started = (env: Record<string, string>) =>
      startProcess(spec('', { behaviour: image('mysql:8'), argv: [], env }), 0, outside)
    expect(started({ MYSQL_ROOT_PASSWORD: '' }).exit?.code).toBe(1)
    expect(started({ MYSQL_ROOT_PASSWORD_FILE: '/run/secrets/pw' }).exit).toBeUndefined()
  })
})
