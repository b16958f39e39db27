import type { Family } from '../family'
import { budgets } from './budgets'
import { daemonSets } from './daemonSets'
import { deployments } from './deployments'
import { disks } from './disks'
import { jobs } from './jobs'
import { namespaces } from './namespaces'
import { networking } from './networking'
import { people } from './people'
import { pools } from './pools'
import { priorities } from './priorities'
import { quotas } from './quotas'
import { scaling } from './scaling'
import { statefulSets } from './statefulSets'

/** All corners of Kubernetes that histories go through. */
export const families: readonly Family[] = [
  deployments,
  statefulSets,
  daemonSets,
  jobs,
  scaling,
  budgets,
  quotas,
  priorities,
  networking,
  pools,
  namespaces,
  people,
  disks,
]
