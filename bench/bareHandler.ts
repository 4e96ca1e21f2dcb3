import type { RequestListener } from 'node:http'
import pg from 'pg'
import { groupBy } from '../src/shared/groupBy.ts'

/**
 * Twelve columns of LLM calls, and the fields of a list of messages with their session and calls, as in the documents.
 */
const callColumns = `id, timestamp, model_name AS "modelName", input_tokens AS "inputTokens",
  output_tokens AS "outputTokens", total_tokens AS "totalTokens", duration AS "durationMs", cost,
  upper(status) AS status, bot_name AS "botName", session_id AS "sessionId", error_message AS "errorMessage"`

/** The document of the list, to which the bare handler responds like the server. */
export const listDocument = `query List { llmCalls(first: 50) { nodes { id timestamp modelName inputTokens outputTokens
  totalTokens durationMs cost status botName sessionId errorMessage } } }`

/** The same with nested records. */
export const nestedDocument = `query Nested { messages(first: 50) { nodes { id timestamp status userName
  session { id botName messageCount lastActivity } llmCalls { id modelName totalTokens cost } } } }`

interface Row {
  readonly id: string
  readonly [column: string]: unknown
}

const answerList = async (pool: pg.Pool): Promise<string> => {
  const { rows: nodes } = await pool.query({
    name: 'list',
    text: `SELECT ${callColumns} FROM monitoring_llm_calls ORDER BY timestamp DESC, id DESC LIMIT 50`,
  })
  return JSON.stringify({ data: { llmCalls: { nodes } } })
}

const answerNested = async (pool: pg.Pool): Promise<string> => {
  const { rows } = await pool.query<Row>({
    name: 'messages',
    text: `SELECT id, timestamp, upper(status) AS status, user_name AS "userName", session_id
      FROM monitoring_messages ORDER BY timestamp DESC, id DESC LIMIT 50`,
  })
  const [sessions, calls] = await Promise.all([
    pool.query<Row>({
      name: 'sessions',
      text: `SELECT session_id AS id, bot_name AS "botName", message_count AS "messageCount",
        last_activity AS "lastActivity" FROM monitoring_sessions WHERE session_id = ANY($1)`,
      values: [[...new Set(rows.map(({ session_id }) => session_id))]],
    }),
    pool.query<Row>({
      name: 'calls',
      text: `SELECT id, model_name AS "modelName", total_tokens AS "totalTokens", cost, message_id
        FROM monitoring_llm_calls WHERE message_id = ANY($1) ORDER BY timestamp, id`,
      values: [rows.map(({ id }) => id)],
    }),
  ])
  const sessionOf = new Map(sessions.rows.map((session) => [session.id, session]))
  const callsOf = groupBy(calls.rows, ({ message_id }) => String(message_id))
  const nodes = rows.map(({ session_id, ...message }) => ({
    ...message,
    session: sessionOf.get(String(session_id)) ?? null,
    llmCalls: (callsOf.get(message.id) ?? []).map(({ message_id: _, ...call }) => call),
  }))
  return JSON.stringify({ data: { messages: { nodes } } })
}

/** A minimal handler of the two documents: `node:http`, `pg` and handwritten SQL with prepared statements. */
export const bareHandler = (databaseUrl: string): RequestListener => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  return (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const { query } = JSON.parse(body) as { query: string }
      void (query === listDocument ? answerList : answerNested)(pool).then((json) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) })
          .end(json),
      )
    })
  }
}
