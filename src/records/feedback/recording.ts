import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Feedback } from '../../db/generated/client.ts'
import { locks } from '../../db/locks.ts'
import type { Queryable } from '../../db/queryable.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { columnNamesSql } from '../../db/sql/insert.ts'
import { fieldsSql, tableSql } from '../../db/sql/rows.ts'
import { feedbackTable } from './table.ts'

const { columns } = feedbackTable
const allFields = fieldsSql(feedbackTable, Object.keys(columns))

/** Number of advisory locks shared by writers of feedback. An id is mapped to a lock by its hash. */
const lockCount = 64

/**
 * Waits until no other transaction writes feedback with any of the given ids or feedback ids, including feedback that
 * is not stored yet. Others then wait for the end of this transaction. All writers take the locks in the same order,
 * which prevents deadlocks.
 */
export const awaitTurn = (tx: Queryable, ids: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    SELECT pg_advisory_xact_lock(${locks.feedback}, number) FROM (
      SELECT DISTINCT hashtext(id) & ${lockCount - 1} AS number FROM unnest(${ids}::text[]) AS id ORDER BY 1) AS locks`)

/** Locks the stored feedback with the given feedback ids and returns it by feedback id. */
export const lockFeedback = async (tx: Queryable, feedbackIds: readonly string[]): Promise<Map<string, Feedback>> => {
  const rows = await tx.query<Feedback>(sql`
    SELECT ${allFields} FROM ${tableSql(feedbackTable)}
    WHERE feedback_id = ANY(${feedbackIds}) ORDER BY feedback_id FOR UPDATE`)
  return new Map(rows.map((row) => [row.feedbackId, row]))
}

/** Keeps the stored value of a context column that new feedback omits. */
const keepSql = (name: string): Sql =>
  sql`${raw(`"${name}"`)} = coalesce(excluded.${raw(`"${name}"`)}, feedback.${raw(`"${name}"`)})`

/** Keeps the stored name only if the id that it belongs to is unchanged. */
const keepNameSql = (kind: 'bot' | 'pipeline'): Sql => {
  const [id, name] = [raw(`"${kind}_id"`), raw(`"${kind}_name"`)]
  return sql`${name} = coalesce(excluded.${name},
    CASE WHEN coalesce(excluded.${id}, feedback.${id}) IS NOT DISTINCT FROM feedback.${id} THEN feedback.${name} END)`
}

const kept = ['bot_id', 'pipeline_id', 'session_id', 'message_id', 'stream_id', 'user_id', 'platform']
const replaced = [columns.type, columns.content, columns.inaccurateReasons].map(columnSql)

/** Whether feedback differs from what is stored. */
const isChanged = sql`(${join(
  replaced.map((name) => sql`feedback.${name}`),
  ', ',
)}) IS DISTINCT FROM (${join(
  replaced.map((name) => sql`excluded.${name}`),
  ', ',
)})`

/**
 * Stores feedback, or updates the stored feedback with the same feedback id: its type, content and reasons, and the
 * time of the change. Omitted context and the id are kept. Feedback whose id belongs to other feedback is not stored.
 * @param source a statement that selects the rows, in the order of their feedback ids.
 * @returns the feedback as stored.
 */
export const upsertFeedback = (tx: Queryable, source: Sql): Promise<Feedback[]> =>
  tx.query(sql`
    INSERT INTO ${tableSql(feedbackTable)} AS feedback (${columnNamesSql(feedbackTable)})
    ${source}
    ON CONFLICT (feedback_id) DO UPDATE SET
      timestamp = CASE WHEN ${isChanged} THEN excluded.timestamp ELSE feedback.timestamp END,
      ${join(
        replaced.map((name) => sql`${name} = excluded.${name}`),
        ', ',
      )},
      ${join([...kept.map(keepSql), keepNameSql('bot'), keepNameSql('pipeline')], ', ')}
    RETURNING ${allFields}`)

/** Deletes the feedback with the given ids. */
export const removeFeedback = (tx: Queryable, ids: readonly string[]): Promise<number> =>
  tx.execute(sql`DELETE FROM ${tableSql(feedbackTable)} WHERE id = ANY(${ids})`)
