import { fits } from './glob'
import { resolved } from './paths'
import { find, RegexError, regexOf, type Regex } from './regex/regex'
import { cut, type Live, type ShellState } from './state'
import { sum } from './sum'
import { truth, type ShellWorld } from './tools'

type Variables = ShellState['vars']

/** A command behind `exec`, `env`, `timeout` and their like. */
export interface Wrapped {
  readonly argv: readonly string[]
  readonly exec: boolean
  readonly vars: Variables
}

/** Commands that only run another one, and how many words of their own they have. */
const wrappers: Readonly<Record<string, number>> = {
  command: 0,
  builtin: 0,
  nohup: 0,
  time: 0,
  setsid: 0,
  sudo: 0,
  nice: 0,
  ionice: 0,
  stdbuf: 0,
  tini: 0,
  'dumb-init': 0,
  catatonit: 0,
  gosu: 1,
  'su-exec': 1,
  timeout: 1,
}
const valued = /^-[nsukcoi]$/

/** Takes off what only says how a command is run. */
export function unwrapped(words: readonly string[]): Wrapped {
  let argv = [...words]
  let exec = false
  const vars: Record<string, string> = {}
  for (let i = 0; i < 8; i++) {
    const [full = ''] = argv
    const name = plainName(full)
    if (name === 'exec') {
      exec = true
      argv = flagsOff(argv.slice(1), /^-a$/)
    } else if (name === 'env' && argv.length > 1) {
      argv = flagsOff(argv.slice(1), /^-[uC]$/)
      for (let set = settingOf(argv[0]); set; set = settingOf(argv[0])) {
        vars[set[1]!] = set[2]!
        argv = argv.slice(1)
      }
    } else if (name === 'su' && argv.includes('-c')) argv = ['sh', '-c', argv[argv.indexOf('-c') + 1] ?? '']
    else if (name in wrappers && argv.length > 1 && !(name === 'command' && /^-[vV]/.test(argv[1]!)))
      argv = flagsOff(argv.slice(1), valued).slice(wrappers[name])
    else {
      if (name !== full) argv = [name, ...argv.slice(1)]
      break
    }
  }
  return { argv, exec, vars }
}

const settingOf = (word: string | undefined) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word ?? '')

function flagsOff(argv: readonly string[], takesOne: RegExp): string[] {
  let at = 0
  while (at < argv.length && argv[at]!.startsWith('-')) at += takesOne.test(argv[at]!) ? 2 : 1
  return argv.slice(at)
}

/** The name without the folder, where it is one of those that programs are in. */
export const plainName = (name: string): string => /^(?:\/usr(?:\/local)?)?\/s?bin\/([^/]+)$/.exec(name)?.[1] ?? name

/** Programs of an operating system that do their work without a word. */
const quiet = new Set(
  'chmod chown chgrp ln sync mount umount sysctl modprobe swapoff ifconfig ip route arp stty tput clear setcap getcap adduser addgroup useradd groupadd usermod passwd update-ca-certificates ldconfig mkfifo mknod fsync shred truncate dd install_packages chroot renice logger ntpd hwclock iptables-save depmod lsmod blkid fstrim chattr setfacl'.split(
    ' ',
  ),
)
export const isQuiet = (name: string): boolean => quiet.has(name)

/** `NAME=value`, `NAME+=value`, `NAME[2]=value`. */
export function assigned(vars: Variables, text: string): Variables {
  const [, name = '', index, plus, value = ''] = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)=([^]*)$/.exec(text) ?? []
  const at = index === undefined ? name : `${name}[${sum(index, vars)}]`
  const next = { ...vars, [at]: cut(plus ? (vars[at] ?? '') + value : value) }
  return at === `${name}[0]` ? { ...next, [name]: value } : next
}

/** `NAME=(...)`. */
export function arrayed(vars: Variables, name: string, items: readonly string[]): Variables {
  const kept = Object.fromEntries(Object.entries(vars).filter(([key]) => key !== name && !key.startsWith(`${name}[`)))
  items.forEach((item, i) => (kept[`${name}[${i}]`] = item))
  return items.length ? { ...kept, [name]: items[0]! } : kept
}

/** `[[ ... ]]` with its words; what an expression finds is kept in BASH_REMATCH. */
export function truthOf(words: readonly string[], live: Live, world: ShellWorld): boolean {
  const args = words.at(-1) === ']]' ? words.slice(0, -1) : words
  const or = args.indexOf('||')
  if (or > 0) return truthOf(args.slice(0, or), live, world) || truthOf(args.slice(or + 1), live, world)
  const and = args.indexOf('&&')
  if (and > 0) return truthOf(args.slice(0, and), live, world) && truthOf(args.slice(and + 1), live, world)
  if (args[0] === '!') return !truthOf(args.slice(1), live, world)
  if (args[0] === '(' && args.at(-1) === ')') return truthOf(args.slice(1, -1), live, world)
  const [a = '', op = '', b = ''] = args
  if (op === '=~') {
    const regex = expressionOf(b)
    const found = regex && find(regex, a, world.effort)
    live.vars = arrayed(live.vars, 'BASH_REMATCH', found ? found.groups.map((each) => each ?? '') : [])
    return found !== undefined
  }
  if (args.length === 3 && /^(==?|!=)$/.test(op)) return fits(a, b, world.effort) === (op !== '!=')
  if (args.length === 3 && op === '<') return a < b
  if (args.length === 3 && op === '>') return a > b
  return truth(args, world)
}

/** What is no expression matches nothing. */
function expressionOf(pattern: string): Regex | undefined {
  try {
    return regexOf([pattern], 'extended')
  } catch (error) {
    if (error instanceof RegexError) return undefined
    throw error
  }
}

/** The words between runs of any of these characters; one that is empty can only be the last. */
function apart(line: string, separators: string): string[] {
  const words: string[] = []
  let from = 0
  for (let i = 0; i < line.length; i++) {
    if (!separators.includes(line[i]!)) continue
    if (i > from) words.push(line.slice(from, i))
    from = i + 1
  }
  return words.length || from < line.length ? [...words, line.slice(from)] : words
}

/** Commands of the shell itself: they change its state and may print. */
type Builtin = (
  args: readonly string[],
  live: Live,
  world: ShellWorld,
  isKnown: (name: string) => boolean,
  input: string | undefined,
) => string

const finds: Builtin = (args, live, _world, isKnown) => {
  const names = args.filter((arg) => !arg.startsWith('-'))
  const found = names.filter((name) => isKnown(plainName(name)) || (live.functions && Object.hasOwn(live.functions, name)))
  live.status = names.length > 0 && found.length === names.length ? 0 : 1
  return found.map((name) => `${name.includes('/') ? name : `/usr/bin/${name}`}\n`).join('')
}

const sets: Builtin = (args, live) => {
  for (const each of args) if (/^\w+=/.test(each)) live.vars = assigned(live.vars, each)
  live.status = 0
  return ''
}

const nothing: Builtin = (_args, live) => {
  live.status = 0
  return ''
}

export const builtins: Readonly<Record<string, Builtin>> = {
  export: sets,
  local: sets,
  readonly: sets,
  declare: sets,
  typeset: sets,
  umask: nothing,
  ulimit: nothing,
  shopt: nothing,
  hash: nothing,
  alias: nothing,
  jobs: nothing,
  disown: nothing,
  which: finds,
  type: finds,
  command: finds,
  unset: (args, live) => {
    const gone = new Set(args)
    live.vars = Object.fromEntries(Object.entries(live.vars).filter(([key]) => !gone.has(key.replace(/\[.*$/, ''))))
    live.status = 0
    return ''
  },
  set: (args, live) => {
    live.status = 0
    const end = args.indexOf('--')
    args.slice(0, end < 0 ? undefined : end).forEach((arg, i) => {
      const named = arg === '-o' || arg === '+o' ? args[i + 1] : undefined
      const letters = named === undefined ? arg.slice(1).replace('o', '') : named === 'errexit' ? 'e' : ''
      if (arg.startsWith('-')) live.flags += letters
      else if (arg.startsWith('+')) live.flags = [...live.flags].filter((letter) => !letters.includes(letter)).join('')
    })
    if (end >= 0) live.args = args.slice(end + 1)
    return ''
  },
  shift: (args, live) => {
    live.args = (live.args ?? []).slice(Number(args[0] ?? 1))
    live.status = 0
    return ''
  },
  trap: (args, live) => {
    live.trap = args[0] ?? ''
    live.status = 0
    return ''
  },
  cd: (args, live) => {
    live.vars = { ...live.vars, PWD: resolved(args.find((arg) => !arg.startsWith('-')) ?? '/', live.vars) }
    live.status = 0
    return ''
  },
  let: (args, live) => {
    live.status = args.map((arg) => counted(arg, live)).at(-1) ? 0 : 1
    return ''
  },
  '((': (args, live) => {
    live.status = counted(args[0] ?? '', live) ? 0 : 1
    return ''
  },
  read: (args, live, _world, _isKnown, input) => {
    const names = args.filter((arg, i) => !arg.startsWith('-') && !/^-[pdnt]$/.test(args[i - 1] ?? ''))
    const io = live.io ?? []
    const at = io.findLastIndex((each) => each.input !== undefined)
    const text = at >= 0 && io[at]!.input !== '' ? io[at]!.input! : at >= 0 ? '' : (input ?? '')
    const end = text.indexOf('\n')
    const line = end < 0 ? text : text.slice(0, end)
    if (at >= 0) live.io = io.map((each, i) => (i === at ? { ...each, input: end < 0 ? '' : text.slice(end + 1) } : each))
    live.status = text === '' ? 1 : 0
    const separator = live.vars.IFS || ' \t'
    const words = apart(line, separator)
    const wanted = names.length ? names : ['REPLY']
    wanted.forEach((name, i) => {
      const last = i === wanted.length - 1
      live.vars = {
        ...live.vars,
        [name]: (last ? (wanted.length === 1 ? line.trim() : words.slice(i).join(' ')) : words[i]) ?? '',
      }
    })
    return ''
  },
}

/** `i++`, `n += 2`, `x = y * 2`, or a sum. */
function counted(text: string, live: Live): number {
  const [, name, step, op, rest] = /^\s*(\w+)\s*(?:(\+\+|--)|([-+*/%]?)=(?!=)(.*))\s*$/.exec(text) ?? []
  if (name === undefined || /^\d/.test(name)) return sum(text, live.vars)
  const before = sum(name, live.vars)
  const value = step
    ? before + (step === '++' ? 1 : -1)
    : op
      ? sum(`${before} ${op} (${rest})`, live.vars)
      : sum(rest!, live.vars)
  live.vars = { ...live.vars, [name]: String(value) }
  return step ? before : value
}

/** No command takes less than this, or a chatty loop would be nothing but work. */
const LEAST_MS = 10

/** `10`, `0.5`, `2m`, `1h`, `infinity` as ms. */
export function sleepMs(args: readonly string[]): number {
  const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
  let ms = 0
  for (const arg of args) {
    const [, amount, unit] = /^(\d*\.?\d+)([smhd]?)$/.exec(arg) ?? []
    ms += amount === undefined ? (arg === 'infinity' || arg === 'inf' ? Infinity : 0) : Number(amount) * units[unit || 's']!
  }
  return Math.max(LEAST_MS, ms)
}
