-- A turn is a message of a user with the replies to it. Turns are derived from messages whenever they are read, so that
-- late, changed and removed messages always belong to the right turn. A reply has the role 'assistant'; a message with
-- any other role, or none, is a question. Messages are in the order of (timestamp, id).

-- The questions of a session in order: the question of a reply, and the question that ends a turn, are one lookup each.
-- CreateIndex
CREATE INDEX "monitoring_messages_questions_idx" ON "monitoring_messages"("session_id", "timestamp", "id") WHERE "role" IS DISTINCT FROM 'assistant';

-- The turn of each message: the newest question of its session up to the message, otherwise the message itself.
CREATE VIEW "botlens_turn_messages" AS
SELECT message.id AS message_id, message.timestamp, message.message_content, coalesce((
    SELECT question.id FROM monitoring_messages AS question
    WHERE question.session_id = message.session_id AND question.role IS DISTINCT FROM 'assistant'
      AND (question.timestamp, question.id) <= (message.timestamp, message.id)
    ORDER BY question.timestamp DESC, question.id DESC LIMIT 1), message.id) AS turn_id
FROM monitoring_messages AS message;

-- Each turn under the id of its first message: a question, or a reply without an earlier question in its session, which
-- is a turn of its own. Columns that are not selected cost nothing: PostgreSQL removes the left join of an aggregate
-- that nothing reads.
CREATE VIEW "botlens_turns" AS
SELECT first.id, first.timestamp, first.bot_id, first.bot_name, first.pipeline_id, first.pipeline_name,
  first.runner_name, first.session_id, first.platform, first.user_id, first.user_name,
  CASE WHEN first.role IS DISTINCT FROM 'assistant' THEN first.id END AS question_id,
  replies.ids || first.id AS message_ids,
  CASE WHEN first.role IS DISTINCT FROM 'assistant' THEN replies.count ELSE 1 END::int AS reply_count,
  (extract(epoch FROM replies.first_time - first.timestamp) * 1000)::float8 AS first_reply,
  coalesce(replies.last_time, first.timestamp) AS end_time,
  (extract(epoch FROM coalesce(replies.last_time, first.timestamp) - first.timestamp) * 1000)::float8 AS duration,
  calls.model_name, calls.total_tokens::float8, calls.total_cost::float8,
  errors.count::int AS error_count,
  feedback.count::int AS feedback_count, feedback.likes::int, feedback.dislikes::int
FROM monitoring_messages AS first
-- The position before which the replies end: the next question of the session. A reply is followed by no replies.
LEFT JOIN LATERAL (
  SELECT
    CASE WHEN first.role IS DISTINCT FROM 'assistant' THEN coalesce(max(question.timestamp), 'infinity')
      ELSE first.timestamp END AS timestamp,
    CASE WHEN first.role IS DISTINCT FROM 'assistant' THEN coalesce(max(question.id), '') ELSE '' END AS id
  FROM (
    SELECT timestamp, id FROM monitoring_messages
    WHERE session_id = first.session_id AND role IS DISTINCT FROM 'assistant'
      AND (timestamp, id) > (first.timestamp, first.id)
    ORDER BY timestamp, id LIMIT 1) AS question
) AS next ON TRUE
LEFT JOIN LATERAL (
  SELECT array_agg(id) AS ids, count(*), min(timestamp) AS first_time, max(timestamp) AS last_time
  FROM monitoring_messages
  WHERE session_id = first.session_id AND (timestamp, id) > (first.timestamp, first.id)
    AND (timestamp, id) < (next.timestamp, next.id)
) AS replies ON TRUE
LEFT JOIN LATERAL (
  SELECT (array_agg(model_name ORDER BY timestamp DESC, id DESC))[1] AS model_name,
    coalesce(sum(total_tokens), 0) AS total_tokens,
    greatest(least(coalesce(round(sum(cost::numeric), 6), 0), 1.7976931348623157e308), -1.7976931348623157e308)
      AS total_cost
  FROM monitoring_llm_calls WHERE message_id = ANY(replies.ids || first.id)
) AS calls ON TRUE
LEFT JOIN LATERAL (
  SELECT count(*) FROM monitoring_errors WHERE message_id = ANY(replies.ids || first.id)
) AS errors ON TRUE
LEFT JOIN LATERAL (
  SELECT count(*), count(*) FILTER (WHERE feedback_type = 1) AS likes,
    count(*) FILTER (WHERE feedback_type = 2) AS dislikes
  FROM monitoring_feedback WHERE message_id = ANY(replies.ids || first.id)
) AS feedback ON TRUE
WHERE first.role IS DISTINCT FROM 'assistant' OR first.session_id IS NULL
  OR NOT EXISTS (
    SELECT FROM monitoring_messages AS question
    WHERE question.session_id = first.session_id AND question.role IS DISTINCT FROM 'assistant'
      AND (question.timestamp, question.id) < (first.timestamp, first.id));
