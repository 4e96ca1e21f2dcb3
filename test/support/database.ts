import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/db/database.ts'
import { startEngine } from './embeddedServer.ts'
import { serverUrl, templateName, urlOfDatabase } from './realServer.ts'

/** A separate database for a test: migrated, empty, and removed when it is stopped. */
export interface TestDatabase {
  readonly connection: DatabaseOptions['connection']
  stop(): Promise<void>
}

/** Creates an empty database, on the server of `TEST_DATABASE_URL` or with PGlite. */
export const startTestDatabase = async (): Promise<TestDatabase> => {
  return serverUrl ? copyTemplate(serverUrl) : startCopy()
}

/** Starts PGlite on a copy of the migrated, empty database, which is much faster than to create one. */
export const startCopy = async (): ReturnType<typeof startEngine> => {
  const dump = inject('dump')
  if (dump === null) throw new Error('There is no dump to copy')
  return startEngine({ dump: await openAsBlob(dump) })
}

const copyTemplate = async (url: string): Promise<TestDatabase> => {
  const name = `botlens_test_${randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query(statement)
    await admin.end()
  }
  await run(`CREATE DATABASE ${name} TEMPLATE ${templateName}`)
  return {
    connection: { connectionString: urlOfDatabase(url, name) },
    stop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  }
}

/** An open test database, which counts the statements sent to it. */
export interface OpenTestDatabase extends Database {
  readonly connection: DatabaseOptions['connection']
  /** Returns the statements that `work` sends, and its result. */
  record<Result>(work: () => Promise<Result>): Promise<{ result: Result; statements: string[] }>
  /** Returns the distinct operations of `work` on the Prisma Client, sorted. */
  recordOperations(work: () => Promise<unknown>): Promise<string[]>
}

/** Opens a new test database. Closing it removes it. */
export const openTestDatabase = async (): Promise<OpenTestDatabase> => {
  const database = await startTestDatabase()
  let statements: string[] = []
  let operations = new Set<string>()
  const db = openDatabase({
    connection: database.connection,
    poolSize: 4,
    connectionTimeoutMs: 600_000,
    onStatement: (text) => statements.push(text),
    onOperation: (name) => operations.add(name),
    onConnectionError: () => undefined,
  })
  return {
    ...db,
    connection: database.connection,
    record: async (work) => {
      statements = []
      const result = await work()
      return { result, statements }
    },
    recordOperations: async (work) => {
      operations = new Set()
      await work()
      return [...operations].sort()
    },
    close: async () => {
      await db.close()
      await database.stop()
    },
  }
}
