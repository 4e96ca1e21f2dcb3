import sql, { type Sql } from 'sql-template-tag'
import type { MetricsDefinition } from '../definition/metrics/definition.ts'
import {
  clockDimensions,
  originDimensions,
  senderDimensions,
  sessionDimension,
} from '../definition/metrics/dimensions.ts'
import { countOf, distinctOf, rateOf } from '../definition/metrics/measures.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { messageLevels, messageRoles, messageStatuses } from './kinds.ts'
import { messageSource } from './source.ts'
import { messageTable } from './table.ts'

const { columns } = messageTable
const status = (test: Sql) => ({ column: columns.status, test })
const role = (test: Sql) => ({ column: columns.role, test })

/** The metrics of messages. */
export const messageMetrics: MetricsDefinition = {
  name: 'Message',
  field: 'messageMetrics',
  rows: 'messages',
  source: recordRows(messageSource),
  dimensions: {
    ...originDimensions('Message', columns),
    RUNNER: { key: 'runner', description: 'Name of the runner.', value: { kind: 'text', column: columns.runnerName } },
    STATUS: {
      key: 'status',
      description: 'Outcome of handling the message.',
      value: { kind: 'enum', column: columns.status, type: 'MessageStatus', kinds: messageStatuses },
    },
    LEVEL: {
      key: 'level',
      description: 'Severity of the message.',
      value: { kind: 'enum', column: columns.level, type: 'MessageLevel', kinds: messageLevels },
    },
    ROLE: {
      key: 'role',
      description: 'Author of the message.',
      value: { kind: 'enum', column: columns.role, type: 'MessageRole', kinds: messageRoles },
    },
    ...senderDimensions(columns),
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: {
    messages: countOf('Number of messages.'),
    successMessages: countOf('Number of messages with the status SUCCESS.', status(sql`= 'success'`)),
    errorMessages: countOf('Number of messages with the status ERROR.', status(sql`= 'error'`)),
    pendingMessages: countOf('Number of messages with the status PENDING.', status(sql`= 'pending'`)),
    successRate: rateOf(
      'Percentage of messages with the status SUCCESS. Includes messages of all roles, including replies: for user messages only, use the filter `roles: [USER]`. Null without messages.',
      status(sql`= 'success'`),
    ),
    errorRate: rateOf(
      'Percentage of messages with the status ERROR, whether or not errors were recorded for them. Includes messages of all roles, including replies: for user messages only, use the filter `roles: [USER]`. Null without messages.',
      status(sql`= 'error'`),
    ),
    userMessages: countOf(
      'Number of messages with the role USER. Unlike in turns, messages without a role or with the role UNKNOWN are not included.',
      role(sql`= 'user'`),
    ),
    assistantMessages: countOf('Number of messages whose role is ASSISTANT.', role(sql`= 'assistant'`)),
    users: distinctOf('Number of distinct users. Messages without a user are not included.', columns.userId),
    sessions: distinctOf(
      'Number of distinct sessions. Messages without a session are not included.',
      columns.sessionId,
    ),
  },
}
