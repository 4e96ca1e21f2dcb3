import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { readCsv } from '../support/csv.ts'
import { importReference } from '../support/reference.ts'

const dataFolder = join(import.meta.dirname, '..', 'data')

interface Case {
  readonly name: string
  readonly path: string
  readonly csv: string
}

const cases = (await readFile(join(dataFolder, 'export', 'cases.ndjson'), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
const oddMessageIds = JSON.parse(await readFile(join(dataFolder, 'odd-message-ids.json'), 'utf8')) as string[]

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await importReference(app.db)
})
afterAll(() => app.close())

const get = (query: string, headers: Record<string, string> = {}) =>
  app.fetch(`/api/v1/monitoring/export?${query}`, { headers })

/** A file's exact bytes as text, since decoding would drop the byte-order mark. */
const readText = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString('utf8')

const getJson = async (query: string): Promise<Record<string, unknown>[]> =>
  (await readText(await get(`${query}&format=ndjson`)))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** Normalizes permitted differences, so that equivalent rows become the same text. */
const normalise = (file: string): string => {
  const [head = [], ...rows] = readCsv(file)
  const texts = rows.map((row) =>
    head.map((name, column) => {
      const cell = row[column] ?? ''
      if (name === 'cost' && cell !== '') return String(Number(cell))
      return name === 'message_text' && oddMessageIds.includes(row[0] ?? '') ? '' : cell
    }),
  )
  const time = Math.max(head.indexOf('timestamp'), head.indexOf('last_activity'))
  // Cells show seconds, so rows of the same millisecond are compared within the same second.
  const sorted = texts.sort((a, b) => {
    const [left, right] = [`${a[time]}`, `${b[time]}`]
    if (left !== right) return left < right ? 1 : -1
    return String(a) < String(b) ? -1 : 1
  })
  return JSON.stringify([head, ...sorted])
}

/** The reference returns all embedding calls for any bot filter. Here, the filter applies to them too. */
const isUnfiltered = ({ name }: Case) => name.startsWith('export.embedding-calls.bot')

describe('with raw=true the file is identical to the reference', () => {
  test.each(cases.filter((one) => !isUnfiltered(one)))('$name', async ({ path, csv }) => {
    const expected = await readFile(join(dataFolder, 'export', csv), 'utf8')
    const response = await app.fetch(`/api/v1/monitoring/${path}&raw=true`)
    expect(response.status).toBe(200)
    const file = await readText(response)
    const lines = (text: string) => text.replaceAll(/(?<=,)0\.0(?=,)/g, '0').split('\n')
    const differing = lines(file).filter((line, index) => line !== lines(expected)[index])
    // If the bytes differ, only the permitted differences may remain.
    if (differing.length > 0) expect(normalise(file)).toBe(normalise(expected))
    expect(file.startsWith('\uFEFF')).toBe(true)
    expect(file.endsWith('\n')).toBe(true)
    expect(file.length - file.replaceAll(/\r/g, '').length).toBe(0)
  })

  test.each(cases.filter(isUnfiltered))('$name, for the calls of that bot', async ({ path, csv }) => {
    const expected = await readFile(join(dataFolder, 'export', csv), 'utf8')
    const lines = (await readText(await app.fetch(`/api/v1/monitoring/${path}&raw=true`))).split('\n')
    expect(expected.split('\n')).toEqual(expect.arrayContaining(lines))
    expect(lines.length).toBeLessThan(expected.split('\n').length)
  })

  test('there is a case for every type', () => {
    expect(cases).toHaveLength(36)
  })
})

test('the response has its content type, file name and request id', async () => {
  const response = await get('type=errors')
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="monitoring-errors-\d{10}\.csv"$/)
  expect(response.headers.get('vary')).toBe('Accept-Encoding')
  expect(response.headers.get('x-truncated')).toBeNull()
  expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  const json = await get('type=errors&format=ndjson')
  expect(json.headers.get('content-type')).toBe('application/x-ndjson')
  expect(json.headers.get('content-disposition')).toMatch(/filename="monitoring-errors-\d{10}\.ndjson"$/)
})

describe('a header reports an export truncated at the limit', () => {
  test.each([
    [1, 'true'],
    [199, 'true'],
    [200, 'true'],
    [201, 'true'],
    [299, 'true'],
    [300, null],
    [301, null],
    [Number.MAX_SAFE_INTEGER, null],
  ])('limit %d of 300', async (limit, truncated) => {
    const response = await get(`type=llm-calls&columns=id&limit=${limit}`)
    expect(response.headers.get('x-truncated')).toBe(truncated)
    expect((await readText(response)).trimEnd().split('\n')).toHaveLength(1 + Math.min(limit, 300))
  })
})

test('columns are in the requested order', async () => {
  const file = await readText(await get('type=sessions&columns=user_id,is_active,%20session_id&limit=1'))
  expect(file.split('\n')[0]).toBe('\uFEFFuser_id,is_active,session_id')
  expect(Object.keys((await getJson('type=messages&columns=message_text,id&limit=1'))[0] ?? {})).toEqual([
    'message_text',
    'id',
  ])
})

test('NDJSON has native JSON types, RFC 3339 times and nulls', async () => {
  const [call] = await getJson('type=llm-calls&limit=1')
  expect(call).toEqual({
    id: 'd96e31af-abdc-4a77-b8c3-efd413ac4f0c',
    timestamp: expect.stringMatching(/^2026-05-19T15:38:50\.\d{3}Z$/),
    model_name: 'gemini-2.5-flash',
    input_tokens: 694,
    output_tokens: 22,
    total_tokens: 716,
    duration_ms: 1016,
    cost: null,
    status: 'success',
    bot_id: 'b0a1c2d3-0000-4000-8000-000000000001',
    bot_name: 'Support Bot',
    pipeline_id: 'p0100000-0000-4000-8000-000000000001',
    pipeline_name: 'Support RAG',
    session_id: 'group_2656771069',
    message_id: null,
    error_message: null,
  })
  const [session] = await getJson('type=sessions&limit=1')
  expect(session).toMatchObject({ is_active: expect.any(Boolean), message_count: expect.any(Number) })
})

test('sessions can be filtered by their own id', async () => {
  const rows = await getJson('type=sessions&sessionId=group_2656771069')
  expect(rows.map((row) => row['session_id'])).toEqual(['group_2656771069'])
})

describe('an invalid parameter is named, with what is allowed', () => {
  test.each([
    [
      'type=calls',
      /^type: "calls" is not one of messages, sessions, embedding-calls, errors, feedback, llm-calls, tool-calls, turns$/,
    ],
    ['type=messages&type=errors', /^type was given 2 times/],
    ['botId=', /^botId: "" is not a valid id/],
    ['pipelineId=%00', /^pipelineId: "\\u0000" is not a valid id/],
    ['sessionId=a&sessionId=', /^sessionId: "" is not a valid id/],
    [
      `sessionId=${'"'.repeat(300)}`,
      /^sessionId: "(?:\\"){60}…" \(300 characters\) is too long: at most 255 characters/,
    ],
    [
      `botId=a&botId=${'😀'.repeat(256)}`,
      /^botId: "(?:😀){30}…" \(256 characters\) is too long: at most 255 characters/,
    ],
    ['startTime=yesterday', /^startTime: "yesterday" is not a valid time\. Use RFC 3339/],
    ['endTime=2026-05-01T00:00:00+08:00', /^endTime: .* is not a valid time.*%2B/],
    ['startTime=2026-05-02&endTime=2026-05-01', /^startTime .* is after endTime/],
    ['limit=0', /^limit: "0" is not a valid limit: specify an integer of at least 1$/],
    ['limit=-1', /^limit: "-1"/],
    ['limit=1.5', /^limit: "1.5"/],
    ['limit=', /^limit: ""/],
    ['limit=99999999999999999', /^limit: /],
    ['format=xlsx', /^format: "xlsx" is not one of csv, ndjson$/],
    ['columns=', /^columns: "" is not a column of this export\. Columns: id, timestamp, bot_id,/],
    ['columns=id,nope', /^columns: "nope" is not a column/],
    ['columns=id,status,id', /^columns: "id" is listed twice/],
    ['raw=1', /^raw: "1" is not one of true, false$/],
    ['botID=1', /^"botID" is not a parameter of the export\. Parameters: type, filter, botId,/],
  ])('%s', async (query, message) => {
    const { result: response, statements } = await app.db.record(() => get(query))
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
      requestId: response.headers.get('x-request-id'),
    })
    expect(statements).toEqual([])
  })
})

test('other methods are rejected with the allowed ones', async () => {
  const response = await app.fetch('/api/v1/monitoring/export', { method: 'POST', body: '' })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET')
})

test('each page is one statement: the first page is small, and a limit beyond it adds one to count the rows', async () => {
  const count = async (query: string) =>
    (await app.db.record(async () => readText(await get(`columns=id&${query}`)))).statements.length
  expect(await count('type=errors')).toBe(2)
  expect(await count('type=llm-calls&limit=150')).toBe(1)
  expect(await count('type=llm-calls&limit=250')).toBe(3)
  expect(await count('type=llm-calls')).toBe(3)
})

describe('gzip is used if the client accepts it', () => {
  test.each([
    ['gzip', 'gzip'],
    ['br, gzip;q=0.5', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0', null],
    ['identity', null],
    ['identity, gzip;q=0.5', null],
    ['', null],
  ])('Accept-Encoding: %s', async (accepted, encoding) => {
    const response = await get('type=errors', { 'accept-encoding': accepted })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    await response.arrayBuffer()
  })
})
