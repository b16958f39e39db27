import { defineAdapter } from '../adapter'
import { applyDefaults, covers, defaultingCases, type DefaultingRecord } from '../golden'

export default defineAdapter<DefaultingRecord, unknown>({ cases: defaultingCases, run: applyDefaults, equal: covers })
