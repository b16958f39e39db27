import { ephemeralClaims } from './ephemeral'
import { claimBinder } from './binder'
import { claimProtection } from './protection'

export default [claimBinder, claimProtection, ephemeralClaims]
