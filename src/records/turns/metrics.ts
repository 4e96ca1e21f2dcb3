import sql from 'sql-template-tag'
import { columnSql } from '../../db/sql/filters.ts'
import type { MetricsDefinition, MetricsSource } from '../definition/metrics/definition.ts'
import {
  clockDimensions,
  originDimensions,
  senderDimensions,
  sessionDimension,
} from '../definition/metrics/dimensions.ts'
import { costOf, countOf, distinctOf, durationsOf, quotientOf, rateOf, sumOf } from '../definition/metrics/measures.ts'
import { computedTurnRules } from './source.ts'
import { turnTable } from './table.ts'
import { turnRowsSql } from './turnRows.ts'

const { columns } = turnTable
const valueNames = [
  columns.replyCount,
  columns.firstReplyMs,
  columns.durationMs,
  columns.totalTokens,
  columns.totalCost,
  columns.errorCount,
  columns.feedbackCount,
  columns.likes,
  columns.dislikes,
]

const source: MetricsSource = {
  // Relations are added to the rules once all types are known.
  get rules() {
    return computedTurnRules()
  },
  time: columns.timestamp,
  relation: turnRowsSql,
  values: {
    ...Object.fromEntries(valueNames.map((column) => [column.name, columnSql(column)])),
    // What only metrics need, which is not in the view of turns.
    llm_calls: sql`llm_calls`,
    calls_without_cost: sql`calls_without_cost`,
  },
  rolledUp: undefined,
}

/** The measures of how complete the costs are. */
const unrecorded = { all: 'llmCalls', without: 'callsWithoutCost' }
const hasReply = { column: columns.replyCount, test: sql`> 0` }
const hasErrors = { column: columns.errorCount, test: sql`> 0` }

/** The metrics of turns. */
export const turnMetrics: MetricsDefinition = {
  name: 'Turn',
  field: 'turnMetrics',
  rows: 'turns',
  placement:
    'A turn is in the time window and the bucket of its first message, with its later replies, calls, errors and feedback.',
  source,
  dimensions: {
    ...originDimensions('Message', columns),
    RUNNER: { key: 'runner', description: 'Name of the runner.', value: { kind: 'text', column: columns.runnerName } },
    MODEL: {
      key: 'model',
      description: 'Name of the model of the newest LLM call of the turn.',
      value: { kind: 'text', column: columns.modelName },
    },
    ...senderDimensions(columns),
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: {
    turns: countOf('Number of turns.'),
    answeredTurns: countOf('Number of turns with a reply, including those that began with one.', hasReply),
    answerRate: rateOf(
      'Percentage of turns with a reply, including those that began with one. Null without turns.',
      hasReply,
    ),
    replies: sumOf('Number of replies, including those that began a turn.', 'reply_count'),
    avgRepliesPerTurn: quotientOf(
      'Average number of replies per turn. Null without turns.',
      (turns) => turns.sum('reply_count'),
      (turns) => turns.count(),
      'count',
    ),
    firstReplyMs: durationsOf(
      "Time from the user's message to the first reply in milliseconds, of turns that have both.",
      'first_reply',
      { column: columns.firstReplyMs, test: sql`IS NOT NULL` },
    ),
    durationMs: durationsOf(
      'Time from the first to the last message of a turn in milliseconds. Turns with a single message, e.g. unanswered ones, are included as 0.',
      'duration',
    ),
    totalTokens: sumOf(
      "Total number of tokens of the turns' LLM calls. Calls without a stored message belong to no turn.",
      'total_tokens',
      'tokens',
    ),
    avgTokensPerTurn: quotientOf(
      'Average number of tokens per turn. Null without turns.',
      (turns) => turns.sum('total_tokens'),
      (turns) => turns.count(),
      'tokens',
    ),
    totalCost: costOf(
      "Total cost of the turns' LLM calls in US dollars. Calls without a recorded cost are not included, and calls without a stored message belong to no turn. 0 if no cost was recorded.",
      'total_cost',
      unrecorded,
    ),
    avgCostPerTurn: {
      ...quotientOf(
        'Total recorded cost divided by the number of turns, in US dollars. 0 if no cost was recorded. Null without turns.',
        (turns) => turns.sum('total_cost'),
        (turns) => turns.count(),
        'US dollars',
        9,
      ),
      unrecorded,
    },
    llmCalls: sumOf("Number of the turns' LLM calls. Calls without a stored message belong to no turn.", 'llm_calls'),
    callsWithoutCost: sumOf("Number of the turns' LLM calls without a recorded cost.", 'calls_without_cost'),
    errors: sumOf(
      "Number of errors of the turns' messages. Errors without a stored message belong to no turn.",
      'error_count',
    ),
    turnsWithErrors: countOf(
      'Number of turns with at least one error record, whatever the status of their messages.',
      hasErrors,
    ),
    errorRate: rateOf(
      'Percentage of turns with at least one error record, whatever the status of their messages. Null without turns.',
      hasErrors,
    ),
    feedback: sumOf(
      "Number of feedback records on the turns' messages, of any type: the sample size of `satisfactionRate`. Feedback without a stored message belongs to no turn.",
      'feedback_count',
    ),
    likes: sumOf('Number of feedback records of the type LIKE.', 'likes'),
    dislikes: sumOf('Number of feedback records of the type DISLIKE.', 'dislikes'),
    satisfactionRate: rateOf(
      'Likes as a percentage of all feedback. Null without feedback.',
      (turns) => turns.sum('likes'),
      (turns) => turns.sum('feedback_count'),
    ),
    users: distinctOf('Number of distinct users. Turns without a user are not included.', columns.userId),
    sessions: distinctOf('Number of distinct sessions. Turns without a session are not included.', columns.sessionId),
  },
}
