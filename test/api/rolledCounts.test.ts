import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { storeTraffic } from '../support/traffic.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await storeTraffic(app.db, 200)
  await foldDeltas(app.db, rollups)
  await storeTraffic(app.db, 30)
})
afterAll(() => app.close())

const countOf = async (list: string, filter: string) => {
  const { result, statements } = await app.db.record(() => app.send(`{ ${list}(filter: ${filter}) { totalCount } }`))
  return { count: (result.data?.[list] as { totalCount: number } | undefined)?.totalCount, statements: [...statements] }
}
const countRows = async (table: string, where: string) =>
  (await app.db.query<{ count: number }>(raw(`SELECT count(*) FROM monitoring_${table} WHERE ${where}`)))[0]?.count

test.each([
  ['messages', 'messages', '{}', 'TRUE'],
  [
    'messages',
    'messages',
    '{ statuses: [ERROR, PENDING], botIds: ["bot-1"] }',
    "status <> 'success' AND bot_id = 'bot-1'",
  ],
  ['messages', 'messages', '{ platforms: ["group"], search: "" }', "platform = 'group'"],
  ['messages', 'messages', '{ not: { platforms: ["group"] } }', "(platform = 'group') IS NOT TRUE"],
  ['llmCalls', 'llm_calls', '{ modelNames: ["qwen"], sessionIds: [] }', "model_name = 'qwen'"],
  ['llmCalls', 'llm_calls', '{ statuses: [ERROR] }', "status = 'error'"],
  [
    'llmCalls',
    'llm_calls',
    '{ or: [{ statuses: [ERROR] }, { botIds: ["bot-2"] }] }',
    "status = 'error' OR bot_id = 'bot-2'",
  ],
  [
    'llmCalls',
    'llm_calls',
    '{ and: [{ pipelineIds: ["pipeline-1"] }, { not: { modelNames: ["qwen"] } }] }',
    "pipeline_id = 'pipeline-1' AND model_name <> 'qwen'",
  ],
  ['embeddingCalls', 'embedding_calls', '{ botIds: ["bot-1"] }', "bot_id = 'bot-1'"],
  ['sessions', 'sessions', '{ isActive: false, platforms: ["person"] }', "NOT is_active AND platform = 'person'"],
  ['errors', 'errors', '{ errorTypes: ["ValueError"] }', "error_type = 'ValueError'"],
  ['feedback', 'feedback', '{ types: [LIKE, UNKNOWN] }', 'feedback_type <> 2'],
])('%s are counted without reading the rows: %s %s', async (list, table, filter, where) => {
  const { count, statements } = await countOf(list, filter)
  expect(count).toBe(await countRows(table, where))
  expect(count).toBeGreaterThan(0)
  expect(statements).toHaveLength(1)
  expect(statements[0]).not.toContain('monitoring_')
})

test.each([
  [
    'messages',
    'messages',
    '{ startTime: "2026-05-25T10:20:30.123Z", endTime: "2026-06-30T17:00:00.000Z", statuses: [SUCCESS] }',
    "timestamp BETWEEN '2026-05-25T10:20:30.123Z' AND '2026-06-30T17:00:00.000Z' AND status = 'success'",
  ],
  [
    'sessions',
    'sessions',
    '{ startTime: "2026-06-01T00:30:00.000Z", isActive: true }',
    "start_time >= '2026-06-01T00:30:00.000Z' AND is_active",
  ],
])('%s in a window are read only at its ends', async (list, table, filter, where) => {
  const { count, statements } = await countOf(list, filter)
  expect(count).toBe(await countRows(table, where))
  expect(count).toBeGreaterThan(0)
  expect(statements).toHaveLength(1)
  expect(statements[0]).toContain(`botlens_${table}_rollups`)
})

test.each([
  ['messages', 'messages', '{ levels: [INFO] }', "level = 'info'"],
  ['llmCalls', 'llm_calls', '{ totalTokens: { gt: 100 } }', 'total_tokens > 100'],
  [
    'llmCalls',
    'llm_calls',
    '{ not: { startTime: "2026-06-01T00:30:00.000Z" } }',
    "(timestamp >= '2026-06-01T00:30:00.000Z') IS NOT TRUE",
  ],
  [
    'llmCalls',
    'llm_calls',
    '{ or: [{ search: "x" }, { statuses: [ERROR] }] }',
    "error_message LIKE '%x%' OR status = 'error'",
  ],
])('%s by fields that are not in rollups are counted from rows: %s %s', async (list, table, filter, where) => {
  const { count, statements } = await countOf(list, filter)
  expect(count).toBe(await countRows(table, where))
  expect(statements[0]).toContain(`FROM "monitoring_${table}"`)
})

test('a reversed window is rejected', async () => {
  const { errors } = await app.send(
    '{ messages(filter: { startTime: "2026-06-02", endTime: "2026-06-01" }) { totalCount } }',
  )
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' })
})
