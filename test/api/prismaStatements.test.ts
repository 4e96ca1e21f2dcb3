import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { type RequestScope, runInScope } from '../../src/shared/requestScope.ts'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.stop())

const makeScope = () => {
  const sent: string[] = []
  const ended: string[] = []
  const controller = new Cancellation()
  const scope: RequestScope = {
    signal: controller,
    onStatement: (text) => sent.push(text),
    onStatementEnd: ({ text }) => ended.push(text),
  }
  return { scope, sent, ended, controller }
}

test("Prisma's statements belong to the request that sends them, even if they wait for a connection", async () => {
  const db = openDatabase({ connection: database.connection, poolSize: 1 })
  const requests = Array.from({ length: 5 }, makeScope)
  const models = ['message', 'session', 'llmCall', 'errorLog', 'feedback'] as const
  await Promise.all(
    models.map((model, index) => {
      const request = requests[index]
      if (!request) throw new Error('There is a request for each model')
      // Each model has its own type, but none requires arguments. Prisma sends a query once it is awaited.
      return runInScope(request.scope, async () => await (db.prisma[model] as typeof db.prisma.message).findMany())
    }),
  )
  expect(requests.map(({ sent }) => sent.map((text) => /FROM "public"."(\w+)"/.exec(text)?.[1]))).toEqual([
    ['monitoring_messages'],
    ['monitoring_sessions'],
    ['monitoring_llm_calls'],
    ['monitoring_errors'],
    ['monitoring_feedback'],
  ])
  expect(requests.map(({ ended }) => ended)).toEqual(requests.map(({ sent }) => sent))
  await db.close()
})

test('a request that has ended sends no more statements', async () => {
  const db = openDatabase({ connection: database.connection, poolSize: 1 })
  const { scope, sent, controller } = makeScope()
  controller.abort(new Error('left'))
  await expect(runInScope(scope, async () => await db.prisma.message.findMany())).rejects.toThrow()
  expect(sent).toEqual([])
  await db.close()
})
