import type { Rollup } from '../db/rollups/rollup.ts'
import { embeddingCallRollup } from './embeddingCalls/rollup.ts'
import { errorRollup } from './errors/rollup.ts'
import { feedbackRollup } from './feedback/rollup.ts'
import { llmCallRollup } from './llmCalls/rollup.ts'
import { messageRollup } from './messages/rollup.ts'
import { sessionRollup } from './sessions/rollup.ts'

/** The rollups of all records. */
export const rollups: readonly Rollup[] = [
  messageRollup,
  llmCallRollup,
  embeddingCallRollup,
  sessionRollup,
  errorRollup,
  feedbackRollup,
]

/** The key of the lock that whoever changes rollups holds: one process at a time folds or rebuilds. */
export const rollupLock = 72_707_371
