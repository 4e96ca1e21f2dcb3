import sql, { type Sql } from 'sql-template-tag'

/** The first question of each session, for all sessions in one pass over the index of questions. */
const firstOfAllSql = sql`
  LEFT JOIN (
    SELECT DISTINCT ON (session_id) session_id AS asked_in, timestamp AS asked_at, id AS asked_by
    FROM monitoring_messages WHERE role IS DISTINCT FROM 'assistant' AND session_id IS NOT NULL
    ORDER BY session_id, timestamp, id
  ) AS asked ON asked_in = CASE WHEN message.role = 'assistant' THEN message.session_id END`

/** The first question of the session of each reply. PostgreSQL keeps those that it has found (Memoize). */
const firstOfEachSql = sql`
  LEFT JOIN LATERAL (
    SELECT question.timestamp AS asked_at, question.id AS asked_by FROM monitoring_messages AS question
    WHERE message.role = 'assistant' AND question.session_id = message.session_id
      AND question.role IS DISTINCT FROM 'assistant'
    ORDER BY question.timestamp, question.id LIMIT 1
  ) AS asked ON TRUE`

/**
 * Turns with the columns of their first message, as a relation named `turns`: the same as the view `botlens_turns` for
 * many turns at once. The view looks up for each reply whether a question precedes it, which is best for pages and for
 * turns that are found by their id. Here, one lookup per session, or one pass over all questions, determines which
 * replies begin a turn: those before the first question of their session.
 * @param isWhole whether all turns are read.
 */
export const storedTurnsSql = (isWhole: boolean): Sql => sql`(
  SELECT message.* FROM monitoring_messages AS message${isWhole ? firstOfAllSql : firstOfEachSql}
  WHERE asked_by IS NULL OR (message.timestamp, message.id) < (asked_at, asked_by)
) AS turns`
