import type { PlainTurn } from '../plainTurns.ts'

/** A turn as a row: the fields of its first message, and what belongs to it. */
export const makeTurnRow = (turn: PlainTurn) => ({
  ...turn.first,
  replyCount: turn.replies.length,
  firstReplyMs: turn.firstReplyMs,
  durationMs: turn.durationMs,
  modelName: turn.modelName,
  totalTokens: turn.totalTokens,
  costs: turn.llmCalls.map(({ cost }) => cost ?? null),
  errorCount: turn.errors.length,
  feedbackCount: turn.feedback.length,
  likes: turn.likes,
  dislikes: turn.dislikes,
})

/** A turn as a row. */
export type TurnRow = ReturnType<typeof makeTurnRow>
