import sql from 'sql-template-tag'
import type { MetricsDefinition } from '../definition/metrics/definition.ts'
import { clockDimensions, originDimensions } from '../definition/metrics/dimensions.ts'
import { countOf, distinctOf, durationsOf, quotientOf, rateOf, sumOf } from '../definition/metrics/measures.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { sessionSource } from './source.ts'
import { sessionTable } from './table.ts'

const { columns } = sessionTable
const active = { column: columns.isActive, test: sql`= TRUE` }

/** The metrics of sessions. Windows and buckets apply to their start time. */
export const sessionMetrics: MetricsDefinition = {
  name: 'Session',
  field: 'sessionMetrics',
  rows: 'sessions',
  placement:
    'A session is in the time window and the bucket of its `startTime`, with all of its messages, including later ones.',
  source: recordRows(sessionSource, {
    message_count: sql`"message_count"`,
    session_duration: sql`(extract(epoch FROM "last_activity" - "start_time") * 1000)::bigint`,
  }),
  dimensions: {
    ...originDimensions('Session', columns, 'lastActivity'),
    PLATFORM: {
      key: 'platform',
      description: 'Kind of chat, e.g. `person` or `group` (not the messaging platform): `Session.platform`.',
      value: { kind: 'text', column: columns.platform },
    },
    USER: {
      key: 'user',
      description: 'The user: `Session.userId`, which in a group is only the user of the newest message.',
      value: {
        kind: 'named',
        column: columns.userId,
        names: { model: 'Session', id: 'userId', name: 'userName', time: 'lastActivity' },
      },
    },
    IS_ACTIVE: {
      key: 'isActive',
      description: 'Whether the session is active now, i.e. when the operation is executed.',
      value: { kind: 'boolean', column: columns.isActive },
    },
    ...clockDimensions,
  },
  measures: {
    sessions: countOf('Number of sessions.'),
    activeSessions: countOf(
      'Number of sessions that are active now, i.e. when the operation is executed. This also applies to past buckets and to the comparison window.',
      active,
    ),
    activeRate: rateOf('Percentage of sessions that are active now. Null without sessions.', active),
    users: distinctOf(
      'Number of distinct values of `Session.userId`, which in a group is only the user of the newest message: for all users, see `messageMetrics`. Sessions without a user are not included.',
      columns.userId,
    ),
    messages: sumOf(
      'Number of messages recorded for the sessions, whenever they were sent, including deleted ones.',
      'message_count',
    ),
    avgMessagesPerSession: quotientOf(
      'Average number of messages recorded per session. Null without sessions.',
      (sessions) => sessions.sum('message_count'),
      (sessions) => sessions.count(),
      'count',
    ),
    durationMs: durationsOf(
      'Time from `startTime` to `lastActivity` of the sessions, in milliseconds: 0 for sessions with a single message. Deleted messages are included.',
      'session_duration',
    ),
  },
}
