import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import sql, { join as joinSql, raw, type Sql } from 'sql-template-tag'
import { defaultLimits } from '../src/config/limits.ts'
import type { Database } from '../src/db/database.ts'
import { openConfigured } from '../src/db/open.ts'
import type { AnyTable } from '../src/db/sql/table.ts'
import { llmCallTable } from '../src/records/llmCalls/table.ts'
import { messageTable } from '../src/records/messages/table.ts'
import { createApp } from '../src/server/createApp.ts'
import { type Bench, openAt } from './bench.ts'
import { median, ratio, time } from './measure.ts'
import { unlimited } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** The number of records in one request, of requests in one round, and of requests at the same time. */
const batches = [
  { size: 1, requests: 200, connections: 1 },
  { size: 1, requests: 800, connections: 16 },
  { size: 100, requests: 10, connections: 1 },
  { size: 1000, requests: 3, connections: 1 },
] as const
const rounds = 9

interface Subject {
  readonly mutation: string
  readonly input: string
  readonly table: AnyTable
  /** A record as sent by a client, without the id and time. */
  readonly make: (i: number) => Readonly<Record<string, unknown>>
}

const context = { botId: 'bot-1', botName: 'Support', pipelineId: 'pipe-1', pipelineName: 'Default' }
const sentence = 'The quick brown fox asks where the parcel is, and when it may be expected at last. '

const subjects: readonly Subject[] = [
  {
    mutation: 'recordMessages',
    input: 'RecordMessageInput',
    table: messageTable,
    make: (i) => ({
      ...context,
      messageContent: JSON.stringify([{ type: 'Plain', text: sentence.repeat(2) + i }]),
      sessionId: `session-${i % 50}`,
      status: 'SUCCESS',
      level: 'INFO',
      platform: 'person',
      userId: `user-${i % 50}`,
      userName: 'Somebody',
      role: 'USER',
      runnerName: 'local-agent',
    }),
  },
  {
    mutation: 'recordLlmCalls',
    input: 'RecordLlmCallInput',
    table: llmCallTable,
    make: (i) => ({
      ...context,
      modelName: 'gpt-4o',
      inputTokens: 500 + (i % 100),
      outputTokens: 100,
      totalTokens: 600 + (i % 100),
      durationMs: 1500,
      cost: 0.00225,
      status: 'SUCCESS',
      sessionId: `session-${i % 50}`,
      messageId: `message-${i}`,
    }),
  },
]

let made = 0
const makeRecords = ({ make }: Subject, size: number) =>
  Array.from({ length: size }, () => {
    made += 1
    return { ...make(made), id: `bench-${process.pid}-${made}`, timestamp: new Date().toISOString() }
  })

/** A plain `INSERT` with a value list, as written without a server: enums are stored in lower case. */
const bareInsert = (table: AnyTable, records: readonly Readonly<Record<string, unknown>>[]): Sql => {
  const fields = Object.keys(table.columns)
  const names = Object.values(table.columns).map(({ name }) => raw(`"${name}"`))
  const storedValue = (record: Readonly<Record<string, unknown>>, field: string) => {
    const value = record[field] ?? null
    return ['status', 'level', 'role'].includes(field) && typeof value === 'string' ? value.toLowerCase() : value
  }
  const rows = records.map((record) => sql`(${joinSql(fields.map((field) => storedValue(record, field)))})`)
  return sql`INSERT INTO ${raw(twinOf(table.name))} (${joinSql(names)}) VALUES ${joinSql(rows)}`
}

/** Duration of the requests in seconds, a number of them at the same time. */
const timeAll = <Request>(
  requests: readonly Request[],
  connections: number,
  send: (request: Request) => Promise<unknown>,
) =>
  time(async () => {
    const remaining = requests.values()
    const sendRemaining = async () => {
      for (const request of remaining) await send(request)
    }
    await Promise.all(Array.from({ length: connections }, sendRemaining))
  })

const benchSubject = async (db: Database, subject: Subject): Promise<BenchTable> => {
  const app = createApp({ db, logger: pino({ level: 'silent' }), limits: { ...defaultLimits, ...unlimited } })
  const query = `mutation ($input: [${subject.input}!]!) { ${subject.mutation}(input: $input) { recorded } }`
  const record = async ({ body, size }: { body: string; size: number }) => {
    const headers = { 'content-type': 'application/json' }
    const response = await app.fetch('http://127.0.0.1/graphql', { method: 'POST', headers, body })
    const text = await response.text()
    if (!text.includes(`"recorded":${size}`)) throw new Error(text.slice(0, 500))
  }
  const rows: BenchTable = {}
  for (const { size, requests, connections } of batches) {
    const times = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      const inputs = () => Array.from({ length: requests }, () => makeRecords(subject, size))
      const bodies = inputs().map((input) => ({ body: JSON.stringify({ query, variables: { input } }), size }))
      times.ours.push(await timeAll(bodies, connections, record))
      const insert = (records: ReturnType<typeof makeRecords>) => db.execute(bareInsert(subject.table, records))
      times.bare.push(await timeAll(inputs(), connections, insert))
    }
    const perSecond = (values: readonly number[]) => Math.round((size * requests) / median(values))
    const [ours, bare] = [perSecond(times.ours), perSecond(times.bare)]
    const name = `${subject.mutation}, ${size} a request`
    rows[connections === 1 ? name : `${name}, ${connections} at a time`] = {
      'records/s': ours,
      'bare INSERT, rows/s': bare,
      share: ratio(ours, bare),
    }
  }
  return rows
}

/**
 * Compares records per second through the app, in this process without a network, with a plain multi-row `INSERT` of
 * the same rows through `pg` into copies of the same tables, with all their indexes and without rollups: alternating.
 */
const benchOn = async (db: Database): Promise<BenchTable> => {
  const rows: BenchTable = {}
  for (const subject of subjects) {
    const { name } = subject.table
    await db.execute(sql`CREATE TABLE ${raw(twinOf(name))} (LIKE ${raw(name)} INCLUDING ALL)`)
    Object.assign(rows, await benchSubject(db, subject))
  }
  return rows
}

const twinOf = (table: string): string => `${table}_twin`

/** Runs on a new database of a PostgreSQL server. */
export const benchRecord = async (bench: Bench): Promise<BenchTable> => {
  const db = openAt(await bench.empty(), 10)
  const table = await benchOn(db)
  await db.close()
  return table
}

/** Runs on a new embedded database. */
export const benchRecordEmbedded = async (): Promise<BenchTable> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'botlens-bench-'))
  const db = await openConfigured({ databaseUrl: undefined, dataFolder, poolSize: 4 }, () => undefined)
  try {
    return await benchOn(db)
  } finally {
    await db.close()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
