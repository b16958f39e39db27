import type { Rule } from '../watch'
import { attachments } from './attachments'
import { budget } from './budget'
import { daemons } from './daemons'
import { ordinals } from './ordinals'
import { homes, owners } from './owners'
import { placing, running } from './placing'
import { poolBounds } from './pools'
import { preemptions } from './preemptions'
import { quota } from './quota'
import { rights } from './rights'
import { rollouts } from './rollouts'
import { work } from './work'

/** What must hold at every moment, whatever is done. */
export const rules: readonly Rule[] = [
  owners,
  homes,
  placing,
  running,
  attachments,
  quota,
  budget,
  rollouts,
  ordinals,
  daemons,
  work,
  preemptions,
  rights,
  poolBounds,
]
