import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'

/** What is in a volume: texts by path (`/a/b`; a folder's path ends in `/`), and how many records the programs that use it wrote. */
export interface Contents {
  readonly files: Readonly<Record<string, string>>
  readonly records: number
}

/** The bytes of all volumes, apart from whoever uses them: what is in them outlives pods and nodes. */
export interface VolumeFiles {
  of(volume: string): Contents
  /** Writes a file, or does away with it and all below it. */
  write(volume: string, path: string, text: string | undefined): void
  addRecords(volume: string, count: number): void
  remove(volume: string): void
  /** Differs whenever something may have been written; tells nothing else. */
  readonly mark: number
}

const EMPTY: Contents = { files: {}, records: 0 }

/** Makes the store of volumes; nothing is in any of them. */
export function createVolumeFiles(kernel: Kernel): VolumeFiles {
  const volumes = new CowMap<string, Contents>()
  let mark = 0
  kernel.part<SavedMap<string, Contents>>('volumes', {
    save: () => volumes.save(),
    load(saved) {
      mark++
      volumes.load(saved)
    },
  })
  const set = (volume: string, contents: Contents) => {
    mark++
    volumes.set(volume, contents)
  }
  const of = (volume: string) => volumes.get(volume) ?? EMPTY

  return {
    of,
    write(volume, path, text) {
      const { files, records } = of(volume)
      set(volume, { files: text === undefined ? without(files, path) : { ...files, [path]: text }, records })
    },
    addRecords(volume, count) {
      const contents = of(volume)
      set(volume, { ...contents, records: contents.records + count })
    },
    remove(volume) {
      mark++
      volumes.delete(volume)
    },
    get mark() {
      return mark
    },
  }
}

function without(files: Contents['files'], path: string): Contents['files'] {
  const below = path.endsWith('/') ? path : `${path}/`
  return Object.fromEntries(Object.entries(files).filter(([key]) => key !== path && !key.startsWith(below)))
}

/** Names in a folder, sorted; undefined when there is no such folder. */
export function namesIn(files: Contents['files'], folder: string): readonly string[] | undefined {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`
  const names = new Set<string>()
  let exists = prefix === '/'
  for (const path of Object.keys(files)) {
    if (!path.startsWith(prefix)) continue
    exists = true
    const name = path.slice(prefix.length).split('/')[0]!
    if (name) names.add(name)
  }
  return exists ? [...names].sort() : undefined
}
