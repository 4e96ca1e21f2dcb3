import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Filter } from '../../db/sql/filters.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { formatTime } from '../../shared/time.ts'

/** The columns of a turn that are those of its first message. */
const firstColumns = raw('bot_id, pipeline_id, runner_name, platform, user_id')

type TurnWindow = Pick<Filter<MonitoringFields>, 'startTime' | 'endTime'>

/** The messages of a window, as a condition. */
const isWithin = ({ startTime, endTime }: TurnWindow): Sql => {
  const bounds = [
    ...(startTime ? [sql`timestamp >= ${formatTime(startTime)}::timestamptz`] : []),
    ...(endTime ? [sql`timestamp <= ${formatTime(endTime)}::timestamptz`] : []),
  ]
  return bounds.length === 0 ? sql`TRUE` : join(bounds, ' AND ')
}

/** The replies after a window to the last question of each session in it. */
const lateRepliesSql = (window: TurnWindow, endTime: Date): Sql => {
  const end = sql`${formatTime(endTime)}::timestamptz`
  return sql`
    SELECT reply.id, reply.timestamp, reply.session_id
    FROM (
      SELECT DISTINCT session_id FROM monitoring_messages
      WHERE ${isWithin(window)} AND role IS DISTINCT FROM 'assistant' AND session_id IS NOT NULL) AS asked
    CROSS JOIN LATERAL (
      SELECT coalesce(max(timestamp), 'infinity') AS timestamp, coalesce(max(id), '') AS id
      FROM (
        SELECT timestamp, id FROM monitoring_messages
        WHERE session_id = asked.session_id AND role IS DISTINCT FROM 'assistant' AND timestamp > ${end}
        ORDER BY timestamp, id LIMIT 1) AS question) AS next
    JOIN monitoring_messages AS reply ON reply.session_id = asked.session_id
      AND reply.timestamp > ${end} AND (reply.timestamp, reply.id) < (next.timestamp, next.id)`
}

/** The messages of all turns that begin in a window, and replies in the window whose turn began before it. */
const messagesSql = (window: TurnWindow): Sql => sql`
  SELECT id, timestamp, session_id, role, ${firstColumns} FROM monitoring_messages WHERE ${isWithin(window)}
  ${window.endTime ? sql`UNION ALL SELECT id, timestamp, session_id, 'assistant', NULL, NULL, NULL, NULL, NULL FROM late_replies` : empty}`

/**
 * The turns that begin in a window, with what follows from the order of messages. A turn without a session is alone in
 * its partition. The message before the next question of a session is the last one of the turn.
 */
const orderedTurnsSql = (window: TurnWindow): Sql => sql`
  SELECT id, timestamp, session_id, ${firstColumns},
    CASE WHEN is_reply THEN 1 ELSE coalesce(lead(place) OVER in_order, size + 1) - place - 1 END AS reply_count,
    CASE WHEN is_reply THEN 0 ELSE
      (extract(epoch FROM coalesce(lead(time_before) OVER in_order, last_time) - timestamp) * 1000)::bigint
    END AS duration,
    CASE WHEN NOT is_reply AND reply_follows THEN
      (extract(epoch FROM time_after - timestamp) * 1000)::bigint
    END AS first_reply
  FROM (
    SELECT *, role IS NOT DISTINCT FROM 'assistant' AS is_reply,
      count(*) FILTER (WHERE role IS DISTINCT FROM 'assistant') OVER in_order AS questions,
      row_number() OVER in_order AS place, count(*) OVER whole AS size, max(timestamp) OVER whole AS last_time,
      lag(timestamp) OVER in_order AS time_before, lead(timestamp) OVER in_order AS time_after,
      lead(role) OVER in_order IS NOT DISTINCT FROM 'assistant' AS reply_follows
    FROM (SELECT *, CASE WHEN session_id IS NULL THEN id END AS alone FROM (${messagesSql(window)}) AS message) AS message
    WINDOW whole AS (PARTITION BY session_id, alone), in_order AS (whole ORDER BY timestamp, id)
  ) AS message
  WHERE NOT is_reply OR questions = 0${window.startTime ? sql` AND NOT ${isAskedBefore(window.startTime)}` : empty}
  WINDOW in_order AS (PARTITION BY session_id, alone ORDER BY timestamp, id)`

const isAskedBefore = (time: Date): Sql => sql`EXISTS (
    SELECT 1 FROM monitoring_messages AS question
    WHERE question.session_id = message.session_id AND question.role IS DISTINCT FROM 'assistant'
      AND question.timestamp < ${formatTime(time)}::timestamptz)`

/** The turn of a message, which is looked up for replies only. */
const turnOfMessageSql = sql`
  CASE WHEN message.role IS DISTINCT FROM 'assistant' THEN message.id ELSE coalesce((
      SELECT question.id FROM monitoring_messages AS question
      WHERE question.session_id = message.session_id AND question.role IS DISTINCT FROM 'assistant'
        AND (question.timestamp, question.id) < (message.timestamp, message.id)
      ORDER BY question.timestamp DESC, question.id DESC LIMIT 1), message.id) END`

/** Sums of the records of each turn's messages. */
const sumsSql = (window: TurnWindow, table: Sql, sums: Sql): Sql => sql`
  SELECT ${turnOfMessageSql} AS turn_id, ${sums}
  FROM (${messagesSql(window)}) AS message JOIN ${table} AS record ON record.message_id = message.id GROUP BY 1`

/**
 * The turns that begin in the window of a filter, as a relation named `turns`: the same as the view `botlens_turns`,
 * for many turns at once, with the number of LLM calls and of those without a recorded cost. Window functions place the
 * messages of the window, which takes one sort; the view looks up the messages of each turn. The replies after the
 * window to the last question of a session in it are added.
 *
 * PostgreSQL removes the joins that nothing reads, since they are unique by turn.
 */
export const turnRowsSql = ({ startTime, endTime }: Filter<MonitoringFields>): Sql => {
  const window: TurnWindow = { startTime, endTime }
  return sql`(
  ${endTime ? sql`WITH late_replies AS MATERIALIZED (${lateRepliesSql(window, endTime)})` : empty}
  SELECT turn.*, calls.model_name, coalesce(calls.total_tokens, 0) AS total_tokens,
    coalesce(calls.total_cost, 0) AS total_cost, coalesce(calls.count, 0) AS llm_calls,
    coalesce(calls.without_cost, 0) AS calls_without_cost, coalesce(errors.count, 0) AS error_count,
    coalesce(feedback.count, 0) AS feedback_count, coalesce(feedback.likes, 0) AS likes,
    coalesce(feedback.dislikes, 0) AS dislikes
  FROM (${orderedTurnsSql(window)}) AS turn
  LEFT JOIN (${sumsSql(
    window,
    raw('monitoring_llm_calls'),
    sql`(array_agg(record.model_name ORDER BY record.timestamp DESC, record.id DESC))[1] AS model_name,
      sum(record.total_tokens) AS total_tokens, sum(record.cost::numeric) AS total_cost,
      count(*), count(*) FILTER (WHERE record.cost IS NULL) AS without_cost`,
  )}) AS calls ON calls.turn_id = turn.id
  LEFT JOIN (${sumsSql(window, raw('monitoring_errors'), sql`count(*)`)}) AS errors ON errors.turn_id = turn.id
  LEFT JOIN (${sumsSql(
    window,
    raw('monitoring_feedback'),
    sql`count(*), count(*) FILTER (WHERE record.feedback_type = 1) AS likes,
      count(*) FILTER (WHERE record.feedback_type = 2) AS dislikes`,
  )}) AS feedback ON feedback.turn_id = turn.id
) AS turns`
}
