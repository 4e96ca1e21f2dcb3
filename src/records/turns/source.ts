import sql, { raw } from 'sql-template-tag'
import type { Turn } from '../../db/generated/client.ts'
import type { ListSource } from '../../db/lists/source.ts'
import { negate } from '../../db/sql/conditions.ts'
import { contains, isPositive, oneOf, within } from '../../db/sql/filterRules.ts'
import type { ColumnRule, FieldsOf, Rule, Rules } from '../../db/sql/filters.ts'
import { monitoringRules } from '../../db/sql/monitoringRules.ts'
import { required } from '../../db/sql/table.ts'
import { storedTurnsSql } from './storedTurns.ts'
import { turnTable } from './table.ts'

const { columns } = turnTable

const hasText = contains(required('message_content', 'text'))

/** Matches turns with a message that contains the text: the messages are found first, by their search index. */
const containsInMessages: ColumnRule<string> = (text, field) => {
  const matches = hasText(text, field)
  return matches && sql`"id" IN (SELECT turn_id FROM botlens_turn_messages WHERE ${matches})`
}

/** Matches the same turns by reading the messages of each. */
const containsInOwnMessages: ColumnRule<string> = (text, field) => {
  const matches = hasText(text, field)
  return (
    matches && sql`EXISTS (SELECT 1 FROM monitoring_messages AS own WHERE own.id = ANY("message_ids") AND ${matches})`
  )
}

/**
 * Matches turns with a record that refers to one of their messages: the records are found first, and then their turns,
 * in one join. Inside `or`, PostgreSQL finds the records once and looks each turn up among them. It does neither for
 * `IN`. The key has a name that the view does not have, so that `id` is that of the turn.
 */
const hasRecords = (table: string): Rule<boolean> => {
  const keys = sql`SELECT turn_id AS related_key FROM botlens_turn_messages JOIN ${raw(table)} AS record USING (message_id)`
  const some = sql`EXISTS (SELECT 1 FROM (${keys}) AS related WHERE related_key = "id")`
  const condition = { is: some, isNot: sql`NOT ${some}` }
  return (value) => (value ? condition : negate(condition))
}

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  sessionIds: oneOf(columns.sessionId),
  platforms: oneOf(columns.platform),
  userIds: oneOf(columns.userId),
  runnerNames: oneOf(columns.runnerName),
  hasReply: isPositive(columns.replyCount),
  hasErrors: hasRecords('monitoring_errors'),
  hasFeedback: hasRecords('monitoring_feedback'),
  firstReplyMs: within(columns.firstReplyMs),
  search: containsInMessages,
}

/** The rules of fields that are computed for each turn. */
const rowRules = {
  hasReply: rules.hasReply,
  hasErrors: isPositive(columns.errorCount),
  hasFeedback: isPositive(columns.feedbackCount),
  firstReplyMs: rules.firstReplyMs,
  search: containsInOwnMessages,
}

/** The filter fields of turns. */
export type TurnFields = FieldsOf<typeof rules>

/** The sort fields of turns. All but the time are computed for each turn that matches the filter. */
type TurnOrder = 'TIMESTAMP' | 'FIRST_REPLY_MS' | 'DURATION' | 'TOTAL_TOKENS' | 'TOTAL_COST'

/** How lists of turns are filtered, sorted and counted. */
export const turnSource: ListSource<Turn, TurnFields, TurnOrder> = {
  table: turnTable,
  rules,
  rowRules,
  storedRows: storedTurnsSql,
  sortKeys: {
    TIMESTAMP: { column: columns.timestamp },
    FIRST_REPLY_MS: { column: columns.firstReplyMs, nulls: { asc: "'Infinity'", desc: "'-Infinity'" } },
    DURATION: { column: columns.durationMs },
    TOTAL_TOKENS: { column: columns.totalTokens },
    TOTAL_COST: { column: columns.totalCost },
  },
  defaultSort: 'TIMESTAMP',
}

/** The rules of turns, with their relations, over a relation that has the columns of all turns computed. */
export const computedTurnRules = (): Rules<TurnFields> => ({
  ...turnSource.rules,
  hasErrors: rowRules.hasErrors,
  hasFeedback: rowRules.hasFeedback,
})
