import type { Draft } from '../../../api/meta'
import { defaultTemplate, fill, replace } from '../pod/api'
import type { Deployment, DeploymentStrategy } from './types'

/** Fills a deployment. Rule: SetDefaults_Deployment of apps/v1. */
export function defaultDeployment(deployment: Draft<Deployment>): Draft<Deployment> {
  const { spec } = deployment
  if (!spec) return deployment
  const filled = fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 })
  return replace(deployment, {
    spec: replace(filled, { strategy: defaultStrategy(filled.strategy ?? {}), template: defaultTemplate(filled.template) }),
  })
}

/** Drops what only the controller may say. Rule: deploymentStrategy.PrepareForCreate. */
export const prepareDeployment = (deployment: Draft<Deployment>): Draft<Deployment> => ({ ...deployment, status: {} })

function defaultStrategy(strategy: DeploymentStrategy): DeploymentStrategy {
  const typed = replace(strategy, { type: strategy.type || 'RollingUpdate' })
  if (typed.type !== 'RollingUpdate') return typed
  return replace(typed, { rollingUpdate: fill(typed.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' }) })
}
