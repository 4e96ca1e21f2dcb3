import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../db/database.ts'
import { columnNamesSql } from '../db/insert.ts'
import { tableSql } from '../db/rows.ts'
import { maxInt } from '../db/table.ts'
import { formatTime } from '../shared/time.ts'
import { sessionTable } from './table.ts'

const isNewer = raw('excluded.last_activity >= session.last_activity')

/** What the newest message says of its session, where it says it; an older one only adds what nobody has said. */
const latestSql = (column: string): Sql => {
  const name = raw(`"${column}"`)
  return sql`${name} = CASE WHEN ${isNewer} THEN coalesce(excluded.${name}, session.${name})
    ELSE coalesce(session.${name}, excluded.${name}) END`
}

/** The value that the newest of a session's messages has in a column. */
const newestSql = (column: string): Sql => sql`(array_agg(${raw(column)} ORDER BY timestamp DESC, id DESC))[1]`

/** A name belongs to its id: the newest known name of the user whom the newest message with a user names. */
const newestUserNameSql = sql`(array_agg(user_name ORDER BY timestamp DESC, id DESC)
  FILTER (WHERE user_name IS NOT NULL AND user_id = newest_user_id))[1]`

/**
 * Lets sessions follow their messages: the statement makes the sessions of the messages in a relation, or moves their
 * count, first and last activity, bot, pipeline and user on. Sessions come in the order of their ids, so that writers
 * never wait for each other in a circle.
 * @param messages the name of a relation with the columns of messages: those that were stored just now.
 * @param idleSince a session whose newest message is older does not count as going on.
 */
export const followMessagesSql = (messages: string, idleSince: Date): Sql => sql`
  INSERT INTO ${tableSql(sessionTable)} AS session (${columnNamesSql(sessionTable)})
  SELECT session_id, ${join(['bot_id', 'bot_name', 'pipeline_id', 'pipeline_name'].map(newestSql), ', ')},
    count(*), min(timestamp), max(timestamp), max(timestamp) >= ${formatTime(idleSince)}::timestamptz,
    (array_agg(platform ORDER BY timestamp DESC, id DESC) FILTER (WHERE platform IS NOT NULL))[1],
    max(newest_user_id), ${newestUserNameSql}
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
      ELSE coalesce(session.user_name, excluded.user_name) END,
    message_count = least(session.message_count::bigint + excluded.message_count, ${raw(String(maxInt))}),
    start_time = least(session.start_time, excluded.start_time),
    last_activity = greatest(session.last_activity, excluded.last_activity),
    is_active = session.is_active OR (excluded.is_active AND excluded.last_activity > session.last_activity)`

/** Ends a session: it no longer counts as going on until its next message. Tells whether there is such a session. */
export const endSession = async (db: Queryable, id: string): Promise<boolean> =>
  (await db.execute(sql`UPDATE ${tableSql(sessionTable)} SET is_active = FALSE WHERE session_id = ${id}`)) > 0

/**
 * Ends the sessions that had no message since a time. One that is being written to at the moment is left to the next
 * run, so that this never makes a writer wait.
 * @returns how many were ended.
 */
export const endIdleSessions = (db: Queryable, since: Date): Promise<number> =>
  db.execute(sql`
    UPDATE ${tableSql(sessionTable)} SET is_active = FALSE WHERE session_id IN (
      SELECT session_id FROM ${tableSql(sessionTable)}
      WHERE is_active AND last_activity < ${formatTime(since)}::timestamptz
      FOR UPDATE SKIP LOCKED)`)

/** What a message may take over from its session. */
export interface SessionContext {
  readonly id: string
  readonly botId: string
  readonly botName: string
  readonly pipelineId: string
  readonly pipelineName: string
}

/** Reads what messages may take over from the given sessions, in one statement. */
export const findSessionContexts = (db: Queryable, ids: readonly string[]): Promise<SessionContext[]> =>
  db.query(sql`
    SELECT session_id AS id, bot_id AS "botId", bot_name AS "botName",
      pipeline_id AS "pipelineId", pipeline_name AS "pipelineName"
    FROM ${tableSql(sessionTable)} WHERE session_id = ANY(${ids})`)
