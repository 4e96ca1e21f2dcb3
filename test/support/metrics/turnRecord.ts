import { type Compute, count, distinct, divide, type Row, rate, sum } from './plainMeasures.ts'
import type { PlainRecord } from './plainRecord.ts'

const isPositive = (field: string) => (row: Row) => Number(row[field]) > 0

const add = (rows: readonly Row[], field: string): bigint =>
  rows.reduce((total, row) => total + BigInt(Number(row[field])), 0n)

const perTurn =
  (field: string): Compute =>
  (rows) =>
    divide(add(rows, field), BigInt(rows.length), 2)

/** The costs of a turn's LLM calls; null if it was not recorded. */
type Costs = readonly (number | null)[]

const countCosts =
  (condition: (cost: number | null) => boolean): Compute =>
  (rows) =>
    rows.flatMap(({ costs }) => (costs as Costs).filter(condition)).length

/** The number of units of the seventh decimal, of which all costs of tests consist. */
const costUnits = (rows: readonly Row[]): bigint =>
  rows.reduce(
    (units, { costs }) =>
      (costs as Costs).reduce((total, cost) => total + BigInt(Math.round((cost ?? 0) * 1e7)), units),
    0n,
  )

const measures: Readonly<Record<string, Compute>> = {
  turns: count(),
  answeredTurns: count(isPositive('replyCount')),
  answerRate: rate(isPositive('replyCount')),
  replies: sum('replyCount'),
  avgRepliesPerTurn: perTurn('replyCount'),
  totalTokens: sum('totalTokens'),
  avgTokensPerTurn: perTurn('totalTokens'),
  totalCost: (rows) => divide(costUnits(rows), 10_000_000n, 6),
  avgCostPerTurn: (rows) => divide(costUnits(rows), 10_000_000n * BigInt(rows.length), 9),
  llmCalls: countCosts(() => true),
  callsWithoutCost: countCosts((cost) => cost === null),
  errors: sum('errorCount'),
  turnsWithErrors: count(isPositive('errorCount')),
  errorRate: rate(isPositive('errorCount')),
  feedback: sum('feedbackCount'),
  likes: sum('likes'),
  dislikes: sum('dislikes'),
  satisfactionRate: (rows) => divide(100n * add(rows, 'likes'), add(rows, 'feedbackCount'), 2),
  users: distinct('userId'),
  sessions: distinct('sessionId'),
}

/** Turns, as the plain computation of their metrics knows them. */
export const makeTurnRecord = (dimensions: PlainRecord['dimensions']): PlainRecord => ({
  kind: 'turn',
  query: 'turnMetrics',
  timeField: 'timestamp',
  dimensions: {
    ...dimensions,
    RUNNER: { key: 'runner', field: 'runnerName' },
    MODEL: { key: 'model', field: 'modelName' },
  },
  measures,
  additive: [
    'turns',
    'answeredTurns',
    'replies',
    'totalTokens',
    'totalCost',
    'llmCalls',
    'callsWithoutCost',
    'errors',
    'turnsWithErrors',
    'feedback',
    'likes',
    'dislikes',
  ],
  distributions: {
    durationMs: ({ durationMs }) => Number(durationMs),
    firstReplyMs: ({ firstReplyMs }) => firstReplyMs as number | null,
  },
})
