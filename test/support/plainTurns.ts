import type { make } from './factories.ts'

type Row<Kind extends keyof typeof make> = ReturnType<(typeof make)[Kind]>

/** All records of a test, by kind. */
export interface Conversations {
  messages: Row<'message'>[]
  llmCalls: Row<'llmCall'>[]
  embeddingCalls: Row<'embeddingCall'>[]
  toolCalls: Row<'toolCall'>[]
  errors: Row<'errorLog'>[]
  feedback: Row<'feedback'>[]
}

interface Placed {
  readonly id: string
  readonly timestamp: Date
}

/** Compares records by time, and by the bytes of their ids. */
const byTime = (a: Placed, b: Placed): number =>
  a.timestamp.getTime() - b.timestamp.getTime() || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))

/** A turn, computed from all records, one message after the other. */
export type PlainTurn = ReturnType<typeof computeTurns>[number]

const isReply = ({ role }: Row<'message'>): boolean => role === 'assistant'

/** The messages of each turn, oldest first. */
const divide = (messages: readonly Row<'message'>[]): Row<'message'>[][] => {
  const turns: Row<'message'>[][] = []
  const latest = new Map<string, Row<'message'>[]>()
  for (const message of messages.toSorted(byTime)) {
    const { sessionId } = message
    const current = sessionId === null ? undefined : latest.get(sessionId)
    if (isReply(message) && current) current.push(message)
    else {
      const turn = [message]
      turns.push(turn)
      if (sessionId !== null && !isReply(message)) latest.set(sessionId, turn)
    }
  }
  return turns
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** The turns of all messages, oldest first, with what belongs to them. */
export const computeTurns = (all: Conversations) =>
  divide(all.messages).map((messages) => {
    const [first, ...others] = messages
    if (!first) throw new Error('A turn has a message')
    const ids = new Set(messages.map(({ id }) => id))
    const ofTurn = <Child extends Placed & { readonly messageId: string | null }>(children: readonly Child[]) =>
      children.filter(({ messageId }) => messageId !== null && ids.has(messageId)).toSorted(byTime)
    const question = isReply(first) ? null : first
    const replies = question ? others : messages
    const endTime = messages.at(-1)?.timestamp ?? first.timestamp
    const llmCalls = ofTurn(all.llmCalls)
    const feedback = ofTurn(all.feedback)
    return {
      id: first.id,
      first,
      messages,
      question,
      replies,
      endTime,
      firstReplyMs: question && others[0] ? others[0].timestamp.getTime() - first.timestamp.getTime() : null,
      durationMs: endTime.getTime() - first.timestamp.getTime(),
      llmCalls,
      embeddingCalls: ofTurn(all.embeddingCalls),
      toolCalls: ofTurn(all.toolCalls),
      errors: ofTurn(all.errors),
      feedback,
      modelName: llmCalls.at(-1)?.modelName ?? null,
      totalTokens: sum(llmCalls.map(({ totalTokens }) => totalTokens)),
      totalCost: Number(sum(llmCalls.map(({ cost }) => cost ?? 0)).toFixed(6)),
      likes: feedback.filter(({ type }) => type === 1).length,
      dislikes: feedback.filter(({ type }) => type === 2).length,
    }
  })
