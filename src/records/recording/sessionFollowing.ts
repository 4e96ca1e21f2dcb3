import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import type { Session } from '../../db/generated/client.ts'
import { padIds } from '../../db/padIds.ts'
import { columnNamesSql } from '../../db/sql/insert.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { maxInt } from '../../db/sql/table.ts'
import { formatTime } from '../../shared/time.ts'
import { sessionTable } from '../sessions/table.ts'

const isNewer = raw('excluded.last_activity >= session.last_activity')

/** Takes a column from the newest message that has a value. An older message only fills a missing value. */
const latestSql = (column: string): Sql => {
  const name = raw(`"${column}"`)
  return sql`${name} = CASE WHEN ${isNewer} THEN coalesce(excluded.${name}, session.${name})
    ELSE coalesce(session.${name}, excluded.${name}) END`
}

/** The value of a column in the newest message of a session. */
const newestSql = (column: string): Sql => sql`(array_agg(${raw(column)} ORDER BY timestamp DESC, id DESC))[1]`

/** The newest name of the newest user that is not empty, so that the name belongs to the user id. */
const newestUserNameSql = sql`(array_agg(user_name ORDER BY timestamp DESC, id DESC)
  FILTER (WHERE user_name <> '' AND user_id = newest_user_id))[1]`

/** The row of a session that has only the messages of one mutation. `isActive` is whether the session is active. */
const sessionValues = (isActive: Sql): Readonly<Record<keyof Session, Sql>> => ({
  id: sql`session_id`,
  botId: newestSql('bot_id'),
  botName: newestSql('bot_name'),
  pipelineId: newestSql('pipeline_id'),
  pipelineName: newestSql('pipeline_name'),
  messageCount: sql`count(*)`,
  startTime: sql`min(timestamp)`,
  lastActivity: sql`max(timestamp)`,
  isActive,
  platform: sql`(array_agg(platform ORDER BY timestamp DESC, id DESC) FILTER (WHERE platform IS NOT NULL))[1]`,
  userId: sql`max(newest_user_id)`,
  userName: newestUserNameSql,
})

/** The fields of a session, in the order in which statements name their columns. */
const sessionFields = Object.keys(sessionTable.columns) as (keyof Session)[]

/** The values of a session's columns, in the order of the columns. */
const selectSessionSql = (idleSince: Date): Sql => {
  const values = sessionValues(sql`max(timestamp) >= ${formatTime(idleSince)}::timestamptz`)
  return join(
    sessionFields.map((field) => values[field]),
    ', ',
  )
}

/**
 * Updates sessions from their messages. The statement creates the sessions of the messages in a relation, or updates
 * their message count, start time, last activity, bot, pipeline and user. Sessions are written in the order of their
 * ids, which prevents deadlocks between writers.
 * @param messages the name of a relation with the columns of messages, which holds the messages that were just stored.
 * @param idleSince a session whose newest message is older is not active.
 */
export const followMessagesSql = (messages: string, idleSince: Date): Sql => sql`
  INSERT INTO ${tableSql(sessionTable)} AS session (${columnNamesSql(sessionTable)})
  SELECT ${selectSessionSql(idleSince)}
  FROM (
    SELECT *, first_value(user_id) OVER (
      PARTITION BY session_id ORDER BY user_id IS NULL, timestamp DESC, id DESC) AS newest_user_id
    FROM ${raw(messages)} WHERE session_id IS NOT NULL
  ) AS message
  GROUP BY session_id ORDER BY session_id
  ON CONFLICT (session_id) DO UPDATE SET
    ${join(['bot_id', 'bot_name', 'pipeline_id', 'pipeline_name', 'platform', 'user_id'].map(latestSql), ', ')},
    user_name = CASE
      WHEN excluded.user_id IS NULL OR NOT ${isNewer} AND excluded.user_id <> session.user_id THEN session.user_name
      WHEN excluded.user_id <> session.user_id THEN excluded.user_name
      WHEN ${isNewer} THEN coalesce(excluded.user_name, session.user_name)
      ELSE coalesce(nullif(session.user_name, ''), excluded.user_name) END,
    message_count = least(session.message_count::bigint + excluded.message_count, ${raw(String(maxInt))}),
    start_time = least(session.start_time, excluded.start_time),
    last_activity = greatest(session.last_activity, excluded.last_activity),
    is_active = session.is_active OR (excluded.is_active AND excluded.last_activity > session.last_activity)`

const contextFields = { id: true, botId: true, botName: true, pipelineId: true, pipelineName: true } as const

/** The context that a message inherits from its session. */
export type SessionContext = Pick<Session, keyof typeof contextFields>

/** Reads the context that messages inherit from the given sessions, in one statement. */
export const findSessionContexts = (prisma: Db, ids: readonly string[]): Promise<SessionContext[]> =>
  prisma.session.findMany({ where: { id: { in: padIds(ids) } }, select: contextFields })
