import { defineAdapter } from '../adapter'
import { refuse, rejectionCases, sameRefusal, type RecordedResponse, type RejectionRecord } from '../golden'

export default defineAdapter<RejectionRecord, RecordedResponse>({ cases: rejectionCases, run: refuse, equal: sameRefusal })
