import { createQuota, createServiceAccount, createToken } from './createAccount'
import { createBudget, createPriorityClass } from './createBudget'
import { createCronJob } from './createCronJob'
import { createConfigMap, createSecret } from './createData'
import { createIngress } from './createIngress'
import { createJob } from './createJob'
import { policyMakers } from './createPolicy'
import { createService } from './createService'
import { createDeployment, createNamespace } from './createWorkload'
import { UsageError, type Running, type Shell, type Verb } from './shell'

/** What can be made without a file, by kind and by its short names. */
const makers: Readonly<Record<string, Verb>> = {
  ...policyMakers,
  serviceaccount: createServiceAccount,
  sa: createServiceAccount,
  token: createToken,
  quota: createQuota,
  resourcequota: createQuota,
  configmap: createConfigMap,
  cm: createConfigMap,
  deployment: createDeployment,
  deploy: createDeployment,
  namespace: createNamespace,
  ns: createNamespace,
  secret: createSecret,
  job: createJob,
  cronjob: createCronJob,
  cj: createCronJob,
  ingress: createIngress,
  ing: createIngress,
  poddisruptionbudget: createBudget,
  pdb: createBudget,
  priorityclass: createPriorityClass,
  pc: createPriorityClass,
  service: createService,
  svc: createService,
}

/** `kubectl create KIND NAME ...`. */
export function* create(shell: Shell, words: readonly string[]): Running {
  const at = words.findIndex((word, i) => !word.startsWith('-') && !/^(-n|--namespace)$/.test(words[i - 1] ?? ''))
  const name = words[at] ?? ''
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined
  if (!maker)
    throw new UsageError(
      name ? `error: unknown command ${JSON.stringify(name)} for "kubectl create"` : 'error: must specify one of -f and -k',
    )
  return yield* maker(shell, [...words.slice(0, at), ...words.slice(at + 1)])
}
