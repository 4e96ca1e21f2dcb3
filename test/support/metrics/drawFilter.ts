import { drawChance, drawInt, pick, type Random, shuffle } from '../../../src/demo/random.ts'
import { hour } from '../../../src/shared/duration.ts'
import { drawRelation } from './drawRelation.ts'
import type { Row } from './plainMeasures.ts'
import type { PlainRecord } from './plainRecord.ts'
import type { MetricsRows } from './rows.ts'

/** A filter: as input, and the rows that it matches. */
export interface DrawnFilter {
  readonly input: Readonly<Record<string, unknown>>
  readonly matches: (row: Row, all: MetricsRows) => boolean
}

type Draw = (random: Random) => DrawnFilter

const listOf =
  (name: string, field: string, values: readonly string[]): Draw =>
  (random) => {
    const chosen = shuffle(random, values).slice(0, drawInt(random, 1, 3))
    return { input: { [name]: chosen }, matches: (row) => chosen.includes(String(row[field])) && row[field] !== null }
  }

/** A list of enum values, of which `UNKNOWN` matches all stored values that are not null and not known. */
const kindsOf =
  (name: string, field: string, kinds: Readonly<Record<string, unknown>>): Draw =>
  (random) => {
    const chosen = shuffle(random, [...Object.keys(kinds), 'UNKNOWN']).slice(0, drawInt(random, 1, 2))
    const known = Object.values(kinds)
    return {
      input: { [name]: chosen },
      matches: (row) => {
        const value = row[field]
        const isUnknown = value !== null && !known.includes(value)
        return chosen.some((kind) => (kind === 'UNKNOWN' ? isUnknown : value === kinds[kind]))
      },
    }
  }

const rangeOf =
  (name: string, field: string, most: number): Draw =>
  (random) => {
    const [low, high] = [drawInt(random, 0, most), drawInt(random, 0, most)].toSorted((one, other) => one - other)
    return {
      input: { [name]: { gte: low, lt: high } },
      matches: ({ [field]: value }) => value !== null && Number(value) >= Number(low) && Number(value) < Number(high),
    }
  }

const hasAny =
  (name: string, field: string): Draw =>
  (random) => {
    const wanted = drawChance(random, 0.5)
    return { input: { [name]: wanted }, matches: (row) => Number(row[field]) > 0 === wanted }
  }

const bots = listOf('botIds', 'botId', ['bot-1', 'bot-2', 'Bot-3', 'bot-ä', 'nobody'])
const pipelines = listOf('pipelineIds', 'pipelineId', ['pipeline-1', 'pipeline-2'])
const sessions = listOf(
  'sessionIds',
  'sessionId',
  Array.from({ length: 12 }, (_, index) => `session-${index}`),
)
const users = listOf('userIds', 'userId', ['user-1', 'user-2', 'user-3', 'user-4'])
const platforms = listOf('platforms', 'platform', ['person', 'group'])
const callStatuses = kindsOf('statuses', 'status', {
  SUCCESS: 'success',
  ERROR: 'error',
  PENDING: 'pending',
  TIMEOUT: 'timeout',
})
const models = listOf('modelNames', 'modelName', ['gpt-4o', 'claude', 'bge-m3'])
const durations = rangeOf('durationMs', 'durationMs', 6000)

/** The filters of each record that are drawn. */
const draws: Readonly<Record<PlainRecord['kind'], readonly Draw[]>> = {
  llmCall: [users, platforms, sessions, callStatuses, models, durations, rangeOf('totalTokens', 'totalTokens', 900)],
  embeddingCall: [
    users,
    sessions,
    callStatuses,
    models,
    durations,
    listOf('knowledgeBaseIds', 'knowledgeBaseId', ['kb-1']),
  ],
  toolCall: [platforms, sessions, callStatuses, durations, listOf('toolNames', 'toolName', ['weather', 'calculator'])],
  message: [
    sessions,
    users,
    platforms,
    kindsOf('statuses', 'status', { SUCCESS: 'success', ERROR: 'error', PENDING: 'pending' }),
    kindsOf('roles', 'role', { USER: 'user', ASSISTANT: 'assistant' }),
  ],
  session: [users, platforms, rangeOf('messageCount', 'messageCount', 30)],
  errorLog: [users, platforms, sessions, listOf('errorTypes', 'errorType', ['TimeoutError', 'KeyError'])],
  feedback: [sessions, users, platforms, kindsOf('types', 'type', { LIKE: 1, DISLIKE: 2 })],
  turn: [
    sessions,
    users,
    platforms,
    listOf('runnerNames', 'runnerName', ['dify']),
    hasAny('hasReply', 'replyCount'),
    hasAny('hasErrors', 'errorCount'),
    hasAny('hasFeedback', 'feedbackCount'),
    rangeOf('firstReplyMs', 'firstReplyMs', 20 * hour),
  ],
}

const maxDepth = 2

/** Draws a filter without a time window. */
export const drawFilter = (random: Random, kind: PlainRecord['kind'], depth = 0): DrawnFilter => {
  const some = shuffle(random, [bots, pipelines, ...draws[kind]]).slice(0, pick(random, [0, 1, 1, 2]))
  const inner = (of: PlainRecord['kind']) => drawFilter(random, of, depth + 1)
  const relation = depth < maxDepth && drawChance(random, 0.25) ? drawRelation(random, kind, inner) : undefined
  const parts = [...some.map((draw) => draw(random)), ...(relation ? [relation] : [])]
  const own: DrawnFilter = {
    input: Object.assign({}, ...parts.map(({ input }) => input)),
    matches: (row, all) => parts.every(({ matches }) => matches(row, all)),
  }
  if (depth >= maxDepth || drawChance(random, 0.6)) return own
  const [first, second] = [inner(kind), inner(kind)]
  return pick<() => DrawnFilter>(random, [
    () => ({
      input: { ...own.input, and: [first.input, second.input] },
      matches: (row, all) => own.matches(row, all) && first.matches(row, all) && second.matches(row, all),
    }),
    () => ({
      input: { ...own.input, or: [first.input, second.input] },
      matches: (row, all) => own.matches(row, all) && (first.matches(row, all) || second.matches(row, all)),
    }),
    () => ({
      input: { ...own.input, not: first.input },
      matches: (row, all) => own.matches(row, all) && !first.matches(row, all),
    }),
  ])()
}
