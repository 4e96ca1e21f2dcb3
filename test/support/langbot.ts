import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import pg from 'pg'
import { startCopy } from './database.ts'
import { serverUrl, urlOfDatabase } from './realServer.ts'

/** A LangBot database, created and written like LangBot does. */
export interface LangBot {
  readonly address: string
  run(statement: string): Promise<void>
  /** From now on, a statement that a reader blocks for long fails; with SQLite's write-ahead log, immediately. */
  hurry(): Promise<void>
  stop(): Promise<void>
}

const context = `bot_id VARCHAR(255) NOT NULL, bot_name VARCHAR(255) NOT NULL,
  pipeline_id VARCHAR(255) NOT NULL, pipeline_name VARCHAR(255) NOT NULL`

/** The tables of LangBot, with a column of newer versions. `time` is the SQL type of times. */
const makeTables = (time: string): string[] => [
  `CREATE TABLE monitoring_messages (id VARCHAR(255) NOT NULL PRIMARY KEY, timestamp ${time} NOT NULL, ${context},
    message_content TEXT NOT NULL, session_id VARCHAR(255) NOT NULL, status VARCHAR(50) NOT NULL,
    level VARCHAR(50) NOT NULL, platform VARCHAR(255), user_id VARCHAR(255), user_name VARCHAR(255),
    runner_name VARCHAR(255), variables TEXT, role VARCHAR(50), workspace_uuid VARCHAR(255))`,
  `CREATE TABLE monitoring_llm_calls (id VARCHAR(255) NOT NULL PRIMARY KEY, timestamp ${time} NOT NULL,
    model_name VARCHAR(255) NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
    total_tokens INTEGER NOT NULL, duration INTEGER NOT NULL, cost FLOAT, status VARCHAR(50) NOT NULL, ${context},
    session_id VARCHAR(255) NOT NULL, error_message TEXT, message_id VARCHAR(255))`,
  `CREATE TABLE monitoring_embedding_calls (id VARCHAR(255) NOT NULL PRIMARY KEY, timestamp ${time} NOT NULL,
    model_name VARCHAR(255) NOT NULL, prompt_tokens INTEGER NOT NULL, total_tokens INTEGER NOT NULL,
    duration INTEGER NOT NULL, input_count INTEGER NOT NULL, status VARCHAR(50) NOT NULL, error_message TEXT,
    knowledge_base_id VARCHAR(255), query_text TEXT, session_id VARCHAR(255), message_id VARCHAR(255),
    call_type VARCHAR(50))`,
  `CREATE TABLE monitoring_sessions (session_id VARCHAR(255) NOT NULL PRIMARY KEY, ${context},
    message_count INTEGER NOT NULL, start_time ${time} NOT NULL, last_activity ${time} NOT NULL,
    is_active BOOLEAN NOT NULL, platform VARCHAR(255), user_id VARCHAR(255))`,
  `CREATE TABLE monitoring_errors (id VARCHAR(255) NOT NULL PRIMARY KEY, timestamp ${time} NOT NULL,
    error_type VARCHAR(255) NOT NULL, error_message TEXT NOT NULL, ${context}, session_id VARCHAR(255),
    stack_trace TEXT, message_id VARCHAR(255))`,
  `CREATE TABLE monitoring_feedback (id VARCHAR(255) NOT NULL PRIMARY KEY, timestamp ${time} NOT NULL,
    feedback_id VARCHAR(255) NOT NULL UNIQUE, feedback_type INTEGER NOT NULL, feedback_content TEXT,
    inaccurate_reasons TEXT, bot_id VARCHAR(255), bot_name VARCHAR(255), pipeline_id VARCHAR(255),
    pipeline_name VARCHAR(255), session_id VARCHAR(255), message_id VARCHAR(255), stream_id VARCHAR(255),
    user_id VARCHAR(255), platform VARCHAR(255))`,
]

/** A LangBot database in a SQLite file, which its writer keeps open, with a write-ahead log or the older journal. */
export const startSqliteLangBot = async (journal: 'WAL' | 'DELETE' = 'WAL'): Promise<LangBot> => {
  const file = join(tmpdir(), `langbot ${randomUUID()}.db`)
  const db = new Sqlite(file)
  db.exec(`PRAGMA journal_mode = ${journal}`)
  for (const statement of makeTables('DATETIME')) db.exec(statement)
  return {
    address: `sqlite:${file}`,
    run: async (statement) => {
      db.exec(statement)
    },
    hurry: async () => {
      db.pragma(`busy_timeout = ${journal === 'WAL' ? 0 : 60_000}`)
    },
    stop: async () => {
      db.close()
      for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
    },
  }
}

/** A LangBot database on PostgreSQL: on the server of the tests, otherwise on PGlite. */
export const startPostgresLangBot = async (): Promise<LangBot> => {
  const { url, stop } = serverUrl ? await createDatabase(serverUrl) : await startEmbeddedLangBot()
  const writer = new pg.Client({ connectionString: url })
  await writer.connect()
  for (const statement of makeTables('TIMESTAMP')) await writer.query(statement)
  return {
    address: url,
    run: async (statement) => {
      await writer.query(statement)
    },
    hurry: async () => {
      await writer.query("SET lock_timeout = '60s'")
    },
    stop: async () => {
      await writer.end()
      await stop()
    },
  }
}

const createDatabase = async (server: string) => {
  const name = `langbot_${randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query(statement)
    await admin.end()
  }
  await run(`CREATE DATABASE ${name}`)
  return { url: urlOfDatabase(server, name), stop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) }
}

const startEmbeddedLangBot = async () => {
  const { engine, connection, stop } = await startCopy()
  await engine.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  return { url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(connection.host)}`, stop }
}
