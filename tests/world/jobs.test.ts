import { expect, test } from 'vitest'
import type { Job } from '../../src/kube/kinds/job/api'
import { digest, pods, worldWith } from '../support/world'

const manifest = (name: string, spec: string) => `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
spec:
${spec.replace(/^/gm, '  ')}
`
const container = (image: string, command: readonly string[], policy = 'Never') => `template:
  spec:
    restartPolicy: ${policy}
    containers:
      - name: main
        image: ${image}
        command: ${JSON.stringify(command)}`

const ended = (world: ReturnType<typeof worldWith>, name: string) =>
  (world.cluster.store.get('Job', `default/${name}`) as Job).status.conditions?.at(-1)?.type

test('the pi of the documentation', () => {
  const world = worldWith(
    manifest('pi', `backoffLimit: 4\n${container('perl:5.34.0', ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'])}`),
  )
  world.advance(120_000)
  expect(ended(world, 'pi')).toBe('Complete')
})

test('loops of busybox, and commands that fail', () => {
  const world = worldWith(
    [
      manifest('loop', container('busybox', ['sh', '-c', 'for i in 9 8 7; do echo $i; sleep 1; done'])),
      manifest('bad', `backoffLimit: 1\n${container('busybox', ['sh', '-c', 'exit 1'])}`),
      manifest('again', `backoffLimit: 2\n${container('busybox', ['false'], 'OnFailure')}`),
    ].join('---\n'),
  )
  world.advance(180_000)
  expect(ended(world, 'loop')).toBe('Complete')
  expect(ended(world, 'bad')).toBe('Failed')
  expect(ended(world, 'again')).toBe('Failed')
})

test('every second index fails', () => {
  const script = `import os, sys
print("Hello world")
if int(os.environ.get("JOB_COMPLETION_INDEX")) % 2 == 0:
  sys.exit(1)
`
  const world = worldWith(
    manifest(
      'indexes',
      `completions: 4\nparallelism: 4\ncompletionMode: Indexed\nbackoffLimitPerIndex: 1\nmaxFailedIndexes: 3\n${container('python', ['python3', '-c', script])}`,
    ),
  )
  world.advance(180_000)
  const { status } = world.cluster.store.get('Job', 'default/indexes') as Job
  expect(status).toMatchObject({ completedIndexes: '1,3', failedIndexes: '0,2', succeeded: 2, failed: 4 })
})

test('going back and on again comes to the same', () => {
  const world = worldWith(
    manifest(
      'work',
      `completions: 4\nparallelism: 2\n${container('busybox', ['sh', '-c', 'sleep 3; exit $(( $RANDOM % 2 ))'])}`,
    ) +
      `---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: tick
spec:
  schedule: '*/1 * * * *'
  jobTemplate:
    spec:
      ttlSecondsAfterFinished: 30
${container('busybox', ['sh', '-c', 'sleep 5']).replace(/^/gm, '      ')}
`,
  )
  world.advance(200_000)
  const before = digest(world)
  expect(pods(world).length).toBeGreaterThan(0)
  world.seek(61_000)
  world.seek(200_000)
  expect(digest(world)).toBe(before)
})
