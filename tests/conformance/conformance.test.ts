import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { adapters, runFile, vectorNames } from './run'

const folder = fileURLToPath(new URL('./vectors', import.meta.url))

test.each(vectorNames(folder).filter((name) => adapters.has(name)))('%s agrees with Kubernetes', (name) => {
  const result = runFile(folder, name)
  expect(result.failures.map((failure) => failure.name)).toEqual([])
  expect(result.passed).toBeGreaterThan(0)
})
