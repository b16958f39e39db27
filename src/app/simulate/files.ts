import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '../../world/command'
import { InputError } from './options'

const MANIFEST = /\.(ya?ml|json)$/

/** Reads manifests: files as they were named, and of folders everything below that is YAML or JSON, sorted by path. Throws InputError. */
export function readManifests(paths: readonly string[]): SourceFile[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new InputError(`no such file or folder: ${path}`)
    if (!statSync(path).isDirectory()) return [{ name: path, text: readFileSync(path, 'utf8') }]
    const below = readdirSync(path, { recursive: true, encoding: 'utf8' })
    const files = below.filter((name) => MANIFEST.test(name)).map((name) => join(path, name))
    const sorted = files.filter((file) => statSync(file).isFile()).sort((a, b) => (a < b ? -1 : 1))
    if (sorted.length === 0) throw new InputError(`no manifests (*.yaml, *.yml, *.json) in ${path}`)
    return sorted.map((name) => ({ name, text: readFileSync(name, 'utf8') }))
  })
}
