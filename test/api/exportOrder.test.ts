import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRows } from '../../src/db/sql/insert.ts'
import { llmCallTable } from '../../src/records/llmCalls/table.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 0, minute))

/** More calls than the first page of an export has rows, with few different costs, and a third without a cost. */
const calls = Array.from({ length: 700 }, (_, index) => ({
  ...{ id: `c${String(index).padStart(3, '0')}`, timestamp: at(index), modelName: 'm', status: 'success' },
  ...{ inputTokens: index % 11, outputTokens: 0, totalTokens: index % 11, durationMs: (index * 37) % 101 },
  cost: index % 3 === 0 ? null : (index % 7) / 10,
}))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await insertRows(app.db, llmCallTable, calls)
  await store(app.db, 'session', [
    { id: 's1', startTime: at(1), lastActivity: at(9), messageCount: 3 },
    { id: 's2', startTime: at(2), lastActivity: at(4), messageCount: 7 },
    { id: 's3', startTime: at(3), lastActivity: at(5), messageCount: 5 },
  ])
})
afterAll(() => app.close())

const fetchExport = (parameters: Readonly<Record<string, string>>) =>
  app.fetch(`/api/v1/monitoring/export?${new URLSearchParams(parameters)}`)

const exportIds = async (parameters: Readonly<Record<string, string>>) => {
  const response = await fetchExport(parameters)
  expect(response.status).toBe(200)
  return { ids: (await response.text()).trimEnd().split('\n').slice(1), truncated: response.headers.get('x-truncated') }
}

type Call = (typeof calls)[number]
const readers = {
  TIMESTAMP: ({ timestamp }: Call) => timestamp.getTime(),
  TOTAL_TOKENS: ({ totalTokens }: Call) => totalTokens,
  DURATION: ({ durationMs }: Call) => durationMs,
  COST: ({ cost }: Call) => cost,
}

/** The ids in the order of the list: rows without a value last, and ties by id in the same direction. */
const sortIds = (read: (call: Call) => number | null, direction: string) => {
  const sign = direction === 'ASC' ? 1 : -1
  return calls
    .toSorted((a, b) => {
      const [left, right] = [read(a), read(b)]
      if (left !== right && (left === null || right === null)) return left === null ? 1 : -1
      return sign * ((left ?? 0) - (right ?? 0) || (a.id < b.id ? -1 : 1))
    })
    .map(({ id }) => id)
}

test.each(
  Object.entries(readers).flatMap(([orderBy, read]) =>
    ['ASC', 'DESC'].map((direction) => ({ orderBy, direction, read })),
  ),
)('LLM calls by $orderBy $direction, in full and limited', async ({ orderBy, direction, read }) => {
  const given = { type: 'llm-calls', columns: 'id', orderBy, direction }
  const sorted = sortIds(read, direction)
  expect(await exportIds(given)).toEqual({ ids: sorted, truncated: null })
  for (const limit of [3, 250, 600, 700])
    expect(await exportIds({ ...given, limit: String(limit) })).toEqual({
      ids: sorted.slice(0, limit),
      truncated: limit < calls.length ? 'true' : null,
    })
})

test('the rows of an order are counted where rollups cannot count them', async () => {
  const given = { type: 'llm-calls', columns: 'id', orderBy: 'COST', filter: '{"totalTokens": {"gte": 0}}' }
  expect((await exportIds({ ...given, limit: '699' })).truncated).toBe('true')
  expect((await exportIds({ ...given, limit: '700' })).truncated).toBeNull()
})

test('sessions have the orders of their list', async () => {
  const given = { type: 'sessions', columns: 'session_id' }
  expect((await exportIds({ ...given, orderBy: 'START_TIME' })).ids).toEqual(['s3', 's2', 's1'])
  expect((await exportIds({ ...given, orderBy: 'MESSAGE_COUNT' })).ids).toEqual(['s2', 's3', 's1'])
  expect((await exportIds({ ...given, orderBy: 'DURATION' })).ids).toEqual(['s1', 's3', 's2'])
  expect((await exportIds({ ...given, direction: 'ASC' })).ids).toEqual(['s2', 's3', 's1'])
})

test.each([
  [{ type: 'turns', orderBy: 'TOTAL_COST' }, 'orderBy: "TOTAL_COST" is not one of TIMESTAMP'],
  [{ type: 'llm-calls', orderBy: 'cost' }, 'orderBy: "cost" is not one of TIMESTAMP, TOTAL_TOKENS, DURATION, COST'],
  [{ type: 'llm-calls', direction: 'asc' }, 'direction: "asc" is not one of ASC, DESC'],
])('%j is rejected', async (parameters, message) => {
  const response = await fetchExport(parameters)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'BAD_USER_INPUT', message })
})
