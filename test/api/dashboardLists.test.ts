import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { dashboardLists, documentOf } from '../support/dashboardLists.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const row = { messageId: 'm1' }
  await store(app.db, 'message', [
    { id: 'm1' },
    { id: 'm2', timestamp: new Date('2026-06-05T12:00:02Z'), role: 'assistant' },
  ])
  await store(app.db, 'session', [{ id: 'session-1' }])
  await store(app.db, 'llmCall', [{ id: 'c1', ...row }])
  await store(app.db, 'embeddingCall', [{ id: 'v1', ...row }])
  await store(app.db, 'toolCall', [{ id: 't1', ...row }])
  await store(app.db, 'errorLog', [{ id: 'e1', ...row }])
  await store(app.db, 'feedback', [{ id: 'f1', ...row }])
})
afterAll(() => app.close())

/** Loads a page of a list of the dashboard with some columns. */
const load = async (title: string, toShown: (keys: readonly string[]) => readonly string[], first = 50) => {
  const list = dashboardLists.find((one) => one.title === title)
  if (!list) throw new Error(`There is no list ${title}`)
  const query = documentOf(list, toShown(Object.keys(list.columns)))
  const { result, statements } = await app.db.record(() => ask(app, query, { variables: { first } }))
  expect(result.errors).toEqual([])
  return { cost: Number(result.extensions?.['cost']), sql: statements.join('\n') }
}

test.each<[title: string, columns: readonly string[], text: RegExp, cost: number]>([
  ['LLM calls', ['error'], /error_message/, 0],
  ['Embedding calls', ['query'], /query_text/, 1],
  ['Embedding calls', ['error'], /error_message/, 0],
  ['Tool calls', ['arguments'], /"arguments"/, 1],
  ['Tool calls', ['error'], /error_message/, 0],
  // A question costs one as an object, and one as a long text; a reply does as well.
  ['Turns', ['conversation', 'question', 'reply'], /message_content/, 8],
  ['Turns', ['signals'], /error_count/, 0],
  ['Sessions', ['calls', 'tokens', 'cost'], /monitoring_llm_calls/, 3],
  // Three lists, each with a count.
  ['Sessions', ['signals'], /monitoring_(?:errors|feedback)/, 6],
  ['Errors', ['message'], /error_message/, 0],
  // The turn is selected by the column of the model as well.
  ['Rated replies', ['question'], /message_content/, 3],
  ['Rated replies', ['comment'], /feedback_content/, 0],
])('%s without the columns %j read no %s, and cost %i less for each row', async (title, columns, text, cost) => {
  const whole = await load(title, (keys) => keys)
  const without = await load(title, (keys) => keys.filter((key) => !columns.includes(key)))
  expect([text.test(whole.sql), text.test(without.sql)]).toEqual([true, false])
  expect(whole.cost - without.cost).toBe(50 * cost)
})

test.each(dashboardLists.map(({ title }) => title))(
  '%s with all columns are accepted with the largest page',
  async (title) => {
    const { cost } = await load(title, (keys) => keys, 1000)
    expect(cost).toBeLessThan(testLimits.maxCost / 4)
  },
)
