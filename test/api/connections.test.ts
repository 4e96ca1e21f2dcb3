import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

interface Answer {
  readonly value: number
}

test('statements and transactions of several connections do not come between each other', async () => {
  const ask = (value: number) => sql`SELECT ${value}::int AS value`
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      if (index % 3 === 0) return db.query<Answer>(ask(index))
      if (index % 3 === 1) return db.query<Answer>(sql`SELECT 1 / (${index}::int - ${index}::int)`).catch(() => [])
      return db.transaction(async (tx) => [
        ...(await tx.query<Answer>(ask(index))),
        ...(await tx.query<Answer>(ask(index))),
      ])
    }),
  )
  expect(answers).toEqual(answers.map((_, value) => [[{ value }], [], [{ value }, { value }]][value % 3]))
})
