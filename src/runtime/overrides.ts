import type { Behaviour } from './behaviour'

/*
 * A pod can say how its containers behave, by annotations. Each may carry `.CONTAINER` behind its name to mean one container only.
 *
 * | annotation                        | value    | meaning                                                              |
 * |-----------------------------------|----------|----------------------------------------------------------------------|
 * | kubarium.dev/start-seconds        | seconds  | from the start of the process until it listens                       |
 * | kubarium.dev/ready-after-seconds  | seconds  | until it answers probes and requests with success; it listens before |
 * | kubarium.dev/exit-after-seconds   | seconds  | the process ends by itself after so long (1 when only a code is set) |
 * | kubarium.dev/exit-code            | 0 to 255 | with this code                                                       |
 * | kubarium.dev/memory               | quantity | memory it uses; above its limit it is OOMKilled                      |
 * | kubarium.dev/memory-growth        | quantity | and every second so much more: a leak                                |
 * | kubarium.dev/disk                 | quantity | what it writes to the disk when it starts                            |
 * | kubarium.dev/disk-growth          | quantity | and every second so much more                                        |
 * | kubarium.dev/processes            | number   | processes it consists of                                             |
 * | kubarium.dev/cpu                  | quantity | CPU it uses when idle; may be changed while it runs                  |
 * | kubarium.dev/cpu-per-request      | quantity | CPU seconds of one request: `5m` is 5 ms of one core                 |
 */
const PREFIX = 'kubarium.dev/'

/** What annotations change, read through `quantity` functions of the floor that knows them (millicores, bytes). */
export interface Quantities {
  readonly milli: (text: string) => number
  readonly bytes: (text: string) => number
}

/** The image's behaviour as this container's annotations change it, and when it is ready (ms after the start, if later than listening). */
export function overridden(
  behaviour: Behaviour,
  annotations: Readonly<Record<string, string>> | undefined,
  container: string,
  { milli, bytes }: Quantities,
): Behaviour & { readonly readyMs: number } {
  const say = (name: string) => annotations?.[`${PREFIX}${name}.${container}`] ?? annotations?.[`${PREFIX}${name}`]
  if (!annotations || !Object.keys(annotations).some((key) => key.startsWith(PREFIX))) return asItIs(behaviour)
  const seconds = (name: string) => {
    const value = Number(say(name))
    return say(name) !== undefined && value >= 0 ? value * 1000 : undefined
  }
  const read = (name: string, convert: (text: string) => number) => {
    const text = say(name)
    return text === undefined ? undefined : convert(text)
  }
  const exitAfter = seconds('exit-after-seconds')
  const code = say('exit-code')
  const exit =
    exitAfter !== undefined || code !== undefined ? { afterMs: exitAfter ?? 1000, code: Number(code ?? 0) & 255 } : behaviour.exit
  const growth = read('memory-growth', bytes)
  const disk = read('disk', bytes)
  const diskGrowth = read('disk-growth', bytes)
  const processes = read('processes', bytes)
  return {
    ...behaviour,
    ...(growth !== undefined && { leak: growth }),
    ...(disk !== undefined && { disk }),
    ...(diskGrowth !== undefined && { diskGrowth }),
    ...(processes !== undefined && { processes }),
    startMs: seconds('start-seconds') ?? behaviour.startMs,
    ...(say('memory') !== undefined && { memory: bytes(say('memory')!), fixedMemory: true }),
    cpu: read('cpu', milli) ?? behaviour.cpu,
    cpuPerRequest: read('cpu-per-request', milli) ?? behaviour.cpuPerRequest,
    ...(exit && { exit }),
    readyMs: seconds('ready-after-seconds') ?? 0,
  }
}

/** Behaviours that nobody overrides: one for all containers of an image. */
const untouched = new WeakMap<Behaviour, Behaviour & { readonly readyMs: number }>()

function asItIs(behaviour: Behaviour): Behaviour & { readonly readyMs: number } {
  let same = untouched.get(behaviour)
  if (!same) untouched.set(behaviour, (same = { ...behaviour, readyMs: 0 }))
  return same
}

/** Millicores when idle as the annotations say it now; undefined when they say nothing or no quantity. */
export function idleCpu(
  annotations: Readonly<Record<string, string>> | undefined,
  container: string,
  milli: (text: string) => number | undefined,
): number | undefined {
  const text = annotations?.[`${PREFIX}cpu.${container}`] ?? annotations?.[`${PREFIX}cpu`]
  return text === undefined ? undefined : milli(text)
}
