import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cutConnection } from '../../src/db/cancel.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { serverUrl } from '../support/realServer.ts'

/** Keeps the engine busy until everything that clients send meanwhile has arrived. */
const long = 'SELECT count(*) FROM generate_series(1, 2000000)'

describe.skipIf(serverUrl)('a client of the embedded database that disconnects', () => {
  let db: OpenTestDatabase
  let other: pg.Client
  beforeAll(async () => {
    db = await openTestDatabase()
    other = await connect()
  })
  afterAll(async () => {
    await other.end()
    await db.close()
  })

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ ...db.connection })
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  /** Sends a statement, and returns its error. */
  const failing = (client: pg.Client, statement: string) =>
    client.query(statement).then(
      () => 'succeeded',
      ({ message }: Error) => message,
    )

  const exists = async (table: string): Promise<boolean> => {
    const { rows } = await other.query('SELECT to_regclass($1) IS NOT NULL AS found', [table])
    return rows[0].found
  }

  const terminated = 'Connection terminated unexpectedly'

  test('while its statement waits for that of another client: it is not executed', async () => {
    const client = await connect()
    const running = other.query(long)
    const waiting = failing(client, 'CREATE TABLE waiting ()')
    cutConnection(client)
    expect(await waiting).toBe(terminated)
    await running
    expect(await exists('waiting')).toBe(false)
  })

  test('while its statement waits for a transaction of another client: it is not executed', async () => {
    const [client, patient] = [await connect(), await connect()]
    await other.query('BEGIN')
    const waiting = failing(client, 'CREATE TABLE waiting ()')
    const remaining = patient.query('CREATE TABLE remaining ()')
    // By the time of this response, the statements have arrived.
    await other.query('SELECT')
    cutConnection(client)
    const ended = other.query('COMMIT')
    expect(await waiting).toBe(terminated)
    await ended
    await remaining
    expect([await exists('waiting'), await exists('remaining')]).toEqual([false, true])
    await patient.end()
  })

  test('during its transaction: the transaction is rolled back', async () => {
    const client = await connect()
    await client.query('BEGIN; CREATE TABLE uncommitted ()')
    cutConnection(client)
    expect(await exists('uncommitted')).toBe(false)
  })

  test('after a part of a statement: the statement is not executed, and others are', async () => {
    const client = await connect()
    const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream } }).connection
    const parse = Buffer.from('\0CREATE TABLE partial ()\0\0\0')
    const head = Buffer.from('P\0\0\0\0')
    head.writeInt32BE(4 + parse.length, 1)
    stream.write(Buffer.concat([head, parse]))
    await new Promise<void>((resolve) => stream.write(Buffer.from('H\0\0\0\x04'), () => resolve()))
    cutConnection(client)
    expect(await exists('partial')).toBe(false)
  })
})
