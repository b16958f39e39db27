/** A program that a shell or an image starts, as far as it is known. */
export interface Program {
  /** ms until it ends well; undefined: it serves on. */
  readonly runsMs?: number
  readonly prints: readonly string[]
  /** Bytes, when its arguments say so. */
  readonly memory?: number
  /** Millicores that it keeps busy, when its arguments say so. */
  readonly cpu?: number
}

const units: Readonly<Record<string, number>> = { '': 1, B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

/** What a program with these arguments does. Programs of which nothing is known serve. */
export function programOf(argv: readonly string[]): Program {
  const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  if (name === 'stress') {
    const [, amount, unit] = /^(\d+)([BKMG]?)$/i.exec(argv[argv.indexOf('--vm-bytes') + 1] ?? '') ?? []
    const workers = Number(argv[argv.findIndex((arg) => arg === '--cpu' || arg === '-c') + 1])
    const cpu = argv.some((arg) => arg === '--cpu' || arg === '-c') && workers > 0 ? workers * 1000 : undefined
    return {
      prints: [],
      ...(cpu !== undefined && { cpu }),
      memory: amount === undefined ? 1024 ** 2 : Number(amount) * units[unit!.toUpperCase()]!,
    }
  }
  // The Job of the Kubernetes documentation: 2000 digits of pi.
  if (name === 'perl')
    return {
      runsMs: 5000,
      prints: argv.some((arg) => arg.includes('bpi')) ? ['3.14159265358979323846264338327950288419716939937510'] : [],
    }
  if (/^(python3?|node|ruby|php)$/.test(name) && argv.some((arg) => /^-(c|e|r|-version|V|v)$/.test(arg)))
    return { runsMs: 500, prints: [] }
  if (
    /^(pg_dump|psql|mysql|mysqldump|redis-cli|mongosh|mongodump|rake|migrate|alembic|flyway|apk|apt-get|pip|npm|git|kubectl|helm)$/.test(
      name,
    )
  )
    return { runsMs: 2000, prints: [] }
  return { prints: [] }
}
