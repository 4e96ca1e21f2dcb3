import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { runInScope } from '../../src/shared/requestScope.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

interface Answer {
  readonly value: number
}

test('concurrent statements and transactions of several connections do not interfere', async () => {
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

test('a request that waits for a connection ends with its signal, even if a connection was idle for another request', async () => {
  const single = openDatabase({ connection: db.connection, poolSize: 1 })
  await single.query(sql`SELECT 1`)
  expect(single.connections()).toEqual({ total: 1, idle: 1, waiting: 0 })
  const ended = new Cancellation()
  const scopeOf = (signal: Cancellation) => ({ signal, onStatement: () => undefined })
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const first = runInScope(scopeOf(new Cancellation()), () => single.transaction(() => held))
  const second = runInScope(scopeOf(ended), () => single.query(sql`SELECT 2`))
  ended.abort(new Error('the client has left'))
  await expect(second).rejects.toThrow('the client has left')
  letGo()
  await first
  await single.close()
})

test('a connection does not retain the request that opened it', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const single = openDatabase({ connection: db.connection, poolSize: 1 })
  const open = async () => {
    const scope = { signal: new Cancellation(), onStatement: () => undefined }
    await runInScope(scope, () => single.query(sql`SELECT 1`))
    return new WeakRef(scope)
  }
  const scope = await open()
  await single.query(sql`SELECT 2`)
  collect()
  expect(single.connections().total).toBe(1)
  expect(scope.deref()).toBeUndefined()
  await single.close()
})
