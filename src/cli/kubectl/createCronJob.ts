import type { Draft } from '../../api/meta'
import { parseFlags } from './flags'
import { splitCommand, theName } from './named'
import { kindNamed, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl create cronjob NAME --image=IMAGE --schedule='0/5 * * * ?' [-- COMMAND...]`. */
export function* createCronJob(shell: Shell, words: readonly string[]): Running {
  const { words: before, command } = splitCommand(words)
  const { words: typed, flags } = parseFlags('create cronjob', before, { image: 'text', schedule: 'text', restart: 'text' })
  const { name, rest } = theName('create cronjob', typed)
  const image = flags.get('image')
  const schedule = flags.get('schedule')
  const missing = [image === undefined && '"image"', schedule === undefined && '"schedule"'].filter(Boolean)
  if (missing.length) throw new UsageError(`error: required flag(s) ${missing.join(', ')} not set`)
  const namespace = flags.get('namespace') ?? shell.namespace
  const given = command ?? (rest.length ? rest : undefined)
  const container = { name, image, ...(given && { command: given }) }
  const template = { spec: { containers: [container], restartPolicy: flags.get('restart') || 'OnFailure' } }
  shell.client.create({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace },
    spec: { schedule, jobTemplate: { metadata: { name }, spec: { template } } },
  } as Draft)
  shell.out(`${titleOf(kindNamed(shell, 'cronjobs'), name)} created`)
  return 0
}
