import type { Message } from '../db/generated/client.ts'
import { makeQuestionChain, makeResponseChain } from './messageChain.ts'
import { makeModelCalls, type Task } from './modelCalls.ts'
import { estimateTokens } from './models.ts'
import type { Person } from './people.ts'
import { drawChance, drawInt, drawUuid, type Random } from './random.ts'
import { makeRatings } from './ratings.ts'
import { type Cause, originOf, type Rows, senderOf } from './rows.ts'
import type { Scene } from './scene.ts'
import { makeSearch, makeStoredBatch } from './searches.ts'
import { makeToolCalls } from './toolCalls.ts'
import type { Talk } from './topics/agenda.ts'

const instructionTokens = 420
const slowMs = 20_000
const batchChance = 0.02
const stuckChance = 0.35

/** A question and everything that results from it. */
export interface Exchange {
  /** The question, with its final status. */
  readonly question: Message
  /** When its handling ended, in milliseconds since 1970. */
  readonly settledAt: number
  /** Whether it remains pending if recording stops while it is handled. */
  readonly isStuck: boolean
  /** All rows except the question. The messages are its response, if there is one. */
  readonly rows: Rows
}

/** A question: its text, user, time (milliseconds since 1970) and context. */
interface Turn {
  readonly talk: Talk
  readonly person: Person
  readonly time: number
  readonly earlier: readonly Talk[]
}

const makeMessage = (scene: Scene, person: Person, time: number) => ({
  timestamp: new Date(time),
  ...originOf(scene),
  ...senderOf(scene, person),
  runnerName: scene.pipeline.runnerName,
})

const makeVariables = (scene: Scene, { talk, person, time }: Turn): string =>
  JSON.stringify({
    session_id: scene.sessionId,
    conversation_id: scene.conversationId,
    msg_create_time: Math.floor(time / 1000),
    user_message_text: talk.question,
    group_name: scene.groupName,
    sender_name: person.name ?? '',
  })

const countContextTokens = (random: Random, earlier: readonly Talk[], hasSearched: boolean): number =>
  instructionTokens +
  earlier.reduce((sum, { question, answer }) => sum + estimateTokens(question) + estimateTokens(answer), 0) +
  (hasSearched ? drawInt(random, 600, 1_900) : 0)

/** Simulates one question of a conversation in its pipeline. */
export const makeExchange = (random: Random, scene: Scene, turn: Turn, isDown: Task['isDown']): Exchange => {
  const { talk, person, time, earlier } = turn
  const { knowledgeBase } = scene.pipeline
  const cause: Cause = { messageId: drawUuid(random), ...senderOf(scene, person) }
  const begin = time + drawInt(random, 15, 90)
  const search =
    knowledgeBase && talk.isQuestion
      ? makeSearch(random, scene, knowledgeBase, cause, talk.question, begin)
      : { embeddingCalls: [], errors: [], endsAt: begin }
  const contextTokens = countContextTokens(random, earlier, search.embeddingCalls.length > 0)
  const work = makeModelCalls(random, { scene, cause, talk, contextTokens, isDown }, search.endsAt)
  const settledAt = work.endsAt + drawInt(random, 10, 60)
  const errors = [...search.errors, ...work.errors]
  const question: Message = {
    id: cause.messageId,
    messageContent: makeQuestionChain(random, scene, talk, time, earlier.at(-1)?.answer),
    status: work.hasResponse ? 'success' : 'error',
    level: work.hasResponse ? 'info' : 'error',
    role: 'user',
    variables: makeVariables(scene, turn),
    ...makeMessage(scene, person, time),
  }
  const answer: Message = {
    id: drawUuid(random),
    messageContent: makeResponseChain(scene, talk.answer, person.id),
    status: 'success',
    level: errors.length > 0 || settledAt - time > slowMs ? 'warning' : 'info',
    role: 'assistant',
    variables: null,
    ...makeMessage(scene, person, settledAt),
  }
  const batches =
    knowledgeBase && drawChance(random, batchChance)
      ? [makeStoredBatch(random, knowledgeBase, settledAt + drawInt(random, 1_000, 600_000))]
      : []
  return {
    question,
    settledAt,
    isStuck: drawChance(random, stuckChance),
    rows: {
      messages: work.hasResponse ? [answer] : [],
      llmCalls: work.llmCalls,
      embeddingCalls: [...search.embeddingCalls, ...batches],
      toolCalls: makeToolCalls(scene, cause, talk.question, search.endsAt),
      errors,
      feedback: work.hasResponse ? makeRatings(random, scene, answer) : [],
    },
  }
}
