import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeTraffic } from '../../src/demo/store.ts'
import { topics } from '../../src/server/graphiql/questions.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

/** Sample data of ten days up to a Tuesday afternoon, and the clock of the app at its end. */
const now = new Date('2026-06-16T15:30:00Z')
const start = new Date('2026-06-06T15:30:00Z')

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => now })
  await storeTraffic(app.db.prisma, { from: start, to: now, since: start })
})
afterAll(() => app.close())

const questions = topics.flatMap((topic) => topic.questions)

/** Whether a result contains a value other than 0: a number, or a text, at any depth. */
const hasValue = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(hasValue)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([name, inner]) => name !== 'window' && hasValue(inner))
  return typeof value === 'number' ? value !== 0 : typeof value === 'string'
}

test('there are at least thirty questions, and no two have the same title or operation name', () => {
  const names = questions.map(({ operation }) => /query (\w+)/.exec(operation)?.[1])
  expect(questions.length).toBeGreaterThanOrEqual(30)
  expect(new Set(questions.map(({ title }) => title)).size).toBe(questions.length)
  expect(new Set(names).size).toBe(questions.length)
})

test.each(questions.map((question) => [question.title, question] as const))('%s', async (_title, { operation }) => {
  const first = await app.send(operation)
  expect(first.errors).toBeUndefined()
  for (const value of Object.values(first.data ?? {})) expect(hasValue(value)).toBe(true)
  expect((await app.send(operation)).data).toEqual(first.data)
})
