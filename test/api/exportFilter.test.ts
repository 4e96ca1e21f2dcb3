import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRows } from '../../src/db/sql/insert.ts'
import { llmCallTable } from '../../src/records/llmCalls/table.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { importReference } from '../support/reference.ts'

/** The time of each request. */
const asOf = new Date('2026-05-01T00:00:50.000Z')

let app: TestApp
let reference: TestApp
beforeAll(async () => {
  ;[app, reference] = await Promise.all([startTestApp({ now: () => asOf }), startTestApp()])
  await importReference(reference.db)
  await insertRows(app.db, llmCallTable, [
    { ...call('a', 10), botId: 'b1', status: 'success' },
    { ...call('b', 20), botId: 'b1', status: 'error', errorMessage: '100% Broken' },
    { ...call('c', 30), botId: 'b2', status: 'error', errorMessage: 'timeout' },
    { ...call('d', 40), botId: 'b2', status: 'odd' },
  ])
})
afterAll(() => Promise.all([app.close(), reference.close()]))

const call = (id: string, totalTokens: number) => ({
  ...{ id, timestamp: new Date(Date.UTC(2026, 4, 1, 0, 0, totalTokens)), modelName: 'm', durationMs: 1 },
  ...{ inputTokens: totalTokens, outputTokens: 0, totalTokens },
})

const exportOf = (given: TestApp, parameters: Readonly<Record<string, string>>) =>
  given.fetch(`/api/v1/monitoring/export?${new URLSearchParams(parameters)}`)

/** A file's exact bytes as text: decoding would drop the byte-order mark. */
const readBytes = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString('utf8')

const get = (filter: string, others: Readonly<Record<string, string>> = {}) =>
  exportOf(app, { type: 'llm-calls', columns: 'id', filter, ...others })

describe('the filter of the list is combined with the other parameters', () => {
  test.each([
    ['null', {}, 'd c b a'],
    ['{}', {}, 'd c b a'],
    ['{"statuses": [], "search": ""}', {}, 'd c b a'],
    ['{"statuses": ["ERROR"]}', {}, 'c b'],
    ['{"statuses": ["UNKNOWN"]}', {}, 'd'],
    ['{"statuses": ["ERROR"]}', { botId: 'b2' }, 'c'],
    ['{"botIds": ["b1"]}', { botId: 'b2' }, ''],
    ['{"totalTokens": {"gte": 20, "lt": 40}}', {}, 'c b'],
    ['{"search": "% broken"}', {}, 'b'],
    ['{"startTime": "2026-05-01T00:00:20Z"}', { endTime: '2026-05-01T00:00:30Z' }, 'c b'],
    ['{"or": [{"botIds": "b1"}, {"not": {"statuses": ["ERROR"]}}], "not": {"search": "broken"}}', {}, 'd a'],
  ])('%s with %j', async (filter, others, ids) => {
    const response = await get(filter, others)
    const rows = ids === '' ? [] : ids.split(' ')
    expect(await readBytes(response)).toBe(`\uFEFF${['id', ...rows, ''].join('\n')}`)
    expect(response.headers.get('x-truncated')).toBeNull()
    const limited = await get(filter, { ...others, limit: '1' })
    expect(limited.headers.get('x-truncated')).toBe(rows.length > 1 ? 'true' : null)
  })
})

describe('time windows can be relative to the time of the request', () => {
  const getIds = async (parameters: Readonly<Record<string, string>>) => {
    const response = await exportOf(app, { type: 'llm-calls', columns: 'id', ...parameters })
    expect([parameters, response.status]).toEqual([parameters, 200])
    return (await response.text()).trimEnd().split('\n').slice(1).join(' ')
  }

  test.each([
    [{ last: 'PT35S' }, 'd c b'],
    [{ last: 'P1M', limit: '2' }, 'd c'],
    [{ calendar: 'TODAY' }, 'd c b a'],
    [{ calendar: 'YESTERDAY' }, ''],
    [{ calendar: 'LAST_MONTH', timeZone: 'UTC' }, ''],
    [{ calendar: 'LAST_MONTH', timeZone: 'Pacific/Kiritimati' }, ''],
    [{ calendar: 'THIS_MONTH', timeZone: 'America/New_York' }, 'd c b a'],
    [{ last: 'PT35S', filter: '{"last": "PT25S"}' }, 'd c'],
    [{ last: 'PT35S', filter: '{"endTime": "2026-05-01T00:00:30Z"}' }, 'c b'],
    [{ filter: '{"calendar": "YESTERDAY", "timeZone": "Asia/Shanghai"}' }, ''],
    [{ filter: '{"or": [{"last": "PT15S"}, {"not": {"last": "PT35S"}}]}' }, 'd a'],
    // The parameter is the default time zone of the filter.
    [{ filter: '{"not": {"calendar": "TODAY"}}', timeZone: 'Etc/GMT+12' }, ''],
    [{ filter: '{"not": {"calendar": "TODAY"}}', timeZone: 'Asia/Tokyo', botId: 'b1' }, ''],
    [{ calendar: 'YESTERDAY', filter: '{"calendar": "TODAY"}' }, ''],
  ])('%j', async (parameters, ids) => {
    expect(await getIds(parameters)).toBe(ids)
  })

  const oneWay = 'a time window is given either by last, by calendar, or by startTime and endTime'
  test.each([
    [{ last: '7d' }, 'last: "7d" is not a valid duration.'],
    [{ last: '' }, 'last: "" is not a valid duration.'],
    [
      { calendar: 'today' },
      'calendar: "today" is not one of TODAY, YESTERDAY, THIS_WEEK, LAST_WEEK, THIS_MONTH, LAST_MONTH',
    ],
    [{ timeZone: '+08:00' }, 'timeZone: "+08:00" is not a valid time zone.'],
    [{ last: 'P1D', calendar: 'TODAY' }, `last P1D and calendar TODAY cannot be combined: ${oneWay}`],
    [
      { last: 'P1D', endTime: '2026-05-01' },
      `last P1D and endTime 2026-05-01T00:00:00.000Z cannot be combined: ${oneWay}`,
    ],
    [
      { filter: '{"and": [{"last": "P1D", "calendar": "TODAY"}]}' },
      'filter.and.0.last P1D and filter.and.0.calendar TODAY cannot be combined:',
    ],
  ])('%j is rejected', async (parameters, message) => {
    const response = await exportOf(app, parameters)
    const body = (await response.json()) as { code: string; message: string }
    expect([response.status, body.code]).toEqual([400, 'BAD_USER_INPUT'])
    expect(body.message.slice(0, message.length)).toBe(message)
  })
})

describe('every type accepts the filter of its own list', () => {
  test.each([
    ['messages', '{"roles": ["USER"], "levels": ["INFO"]}'],
    ['llm-calls', '{"modelNames": ["m"], "cost": {"gt": 0.5}}'],
    ['embedding-calls', '{"callTypes": ["RETRIEVE"], "knowledgeBaseIds": ["k"]}'],
    ['tool-calls', '{"toolNames": ["t"]}'],
    ['errors', '{"errorTypes": ["E"]}'],
    ['sessions', '{"isActive": true, "messageCount": {"gt": 1}}'],
    ['feedback', '{"types": ["LIKE"]}'],
  ])('%s: %s', async (type, filter) => {
    const response = await exportOf(app, { type, filter })
    expect(response.status).toBe(200)
    expect((await response.text()).trimEnd().split('\n')).toHaveLength(1)
  })
})

test('all matching rows of several pages are exported, and a lower limit is reported', async () => {
  const parameters = { type: 'llm-calls', columns: 'id', filter: '{"not": {"statuses": ["ERROR"]}}' }
  const count = 289
  for (const [limit, truncated] of [
    [count, null],
    [count - 1, 'true'],
  ] as const)
    for (const others of [{}, { startTime: '2020-01-01' }]) {
      const response = await exportOf(reference, { ...parameters, ...others, limit: String(limit) })
      expect(response.headers.get('x-truncated')).toBe(truncated)
      expect((await response.text()).trimEnd().split('\n')).toHaveLength(1 + limit)
    }
})

describe('a filter that is not valid is named, with its field', () => {
  const nest = (levels: number) => `${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`
  test.each([
    ['', 'filter: "" is not valid JSON: specify the filter of the list as a JSON object'],
    ['{botIds: 1}', 'filter: "{botIds: 1}" is not valid JSON: specify the filter of the list as a JSON object'],
    ['[]', 'filter: Expected type "LlmCallFilter" to be an object.'],
    ['{"levels": []}', 'filter: Field "levels" is not defined by type "LlmCallFilter".'],
    ['{"search": 1}', 'filter.search: String cannot represent a non string value: 1'],
    [
      '{"and": [{}, {"botIds": ["a", null]}]}',
      'filter.and.1.botIds.1: Expected non-nullable type "ID!" not to be null.',
    ],
    ['{"statuses": ["error"]}', 'filter.statuses.0: Value "error" does not exist in "CallStatus" enum.'],
    ['{"botIds": ["a\\u0000"]}', 'filter.botIds: "a\\u0000" contains U+0000, which stored text cannot contain'],
    [nest(11), `filter${'.not'.repeat(11)}: and, or, not and related records may be nested at most 10 levels deep`],
    [nest(10_000), 'filter: lists and objects are nested more than 50 levels deep'],
    [
      '{"startTime": "2026-05-02", "endTime": "2026-05-01"}',
      'filter.startTime 2026-05-02T00:00:00.000Z is after filter.endTime 2026-05-01T00:00:00.000Z: a time window must not end before it starts',
    ],
  ])('%s', async (filter, message) => {
    const { result: response, statements } = await app.db.record(() => get(filter))
    expect(response.status).toBe(400)
    const body = (await response.json()) as { message: string }
    expect(body).toMatchObject({ code: 'BAD_USER_INPUT' })
    expect(body.message.replace(/ Did you mean .*$/, '')).toBe(message)
    expect(statements).toEqual([])
  })

  test('a time that is not one', async () => {
    const response = await get('{"or": [{"startTime": "soon"}]}')
    expect(await response.json()).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(
        /^filter\.or\.0\.startTime: Expected type "DateTime"\. "soon" is not a valid time/,
      ),
    })
  })

  test('given twice', async () => {
    const response = await app.fetch('/api/v1/monitoring/export?filter=null&filter=null')
    expect(await response.json()).toMatchObject({ message: 'filter was given 2 times: specify it once' })
  })
})
