import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { runInScope } from '../../src/shared/requestScope.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

/** The number of connections of a test database. */
const connections = 4
const rows = 100
const rowBytes = 100_000
/** What one time slice receives at most before it ends, in bytes. */
const sliceBytes = 500_000

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test('rows of many bytes are received in time slices', async () => {
  let turn = 0
  let isReading = true
  const countTurns = () => {
    turn += 1
    if (isReading) setImmediate(countTurns)
  }
  countTurns()
  const received = new Map<number, number>()
  const scope = {
    signal: new Cancellation(),
    onStatement: () => undefined,
    countBytes: () => (bytes: number) => {
      received.set(turn, (received.get(turn) ?? 0) + bytes)
      return undefined
    },
  }
  const read = () =>
    db.query<{ text: string }>(sql`SELECT repeat('x', ${rowBytes}::int) AS text FROM generate_series(1, ${rows}::int)`)
  const results = await runInScope(scope, () => Promise.all(Array.from({ length: connections }, read)))
  isReading = false
  expect(results.map((list) => list.length)).toEqual(Array.from({ length: connections }, () => rows))
  expect(results.flat().every(({ text }) => text.length === rowBytes)).toBe(true)
  // The row that ends a slice arrives whole, and each connection stops with its next row.
  expect(Math.max(...received.values())).toBeLessThan(sliceBytes + (connections + 1) * (rowBytes + 100))
})
