import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRows } from '../../src/db/sql/insert.ts'
import { writeDecimal } from '../../src/export/cell.ts'
import { feedbackTable } from '../../src/records/feedback/table.ts'
import { messageTable } from '../../src/records/messages/table.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { readCsv } from '../support/csv.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const get = async (query: string) => {
  const response = await app.fetch(`/api/v1/monitoring/export?${query}`)
  return Buffer.from(await response.arrayBuffer()).toString('utf8')
}

const message = (id: string, messageContent: string, second = 0) => ({
  id,
  timestamp: new Date(Date.UTC(2026, 4, 1, 0, 0, second)),
  botId: '-bot',
  botName: '=HYPERLINK("http://x","y")',
  pipelineId: 'p',
  pipelineName: 'a,b',
  messageContent,
  status: 'success',
  level: 'info',
})

const feedback = (id: string, type: number, inaccurateReasons: string | null) => ({
  id,
  timestamp: new Date(Date.UTC(2026, 4, 1)),
  feedbackId: `f-${id}`,
  type,
  content: '',
  inaccurateReasons,
})

test('text cells are escaped and quoted if necessary, and never with raw=true', async () => {
  await insertRows(app.db, messageTable, [message('=id', '[{"type":"Plain","text":"＝1\\r\\n😀\u2028"}]')])
  const query = 'type=messages&columns=id,timestamp,bot_id,bot_name,pipeline_name,message_text,user_id'

  expect(await get(query)).toBe(
    '\uFEFFid,timestamp,bot_id,bot_name,pipeline_name,message_text,user_id\n' +
      '\'=id,2026-05-01 00:00:00,\'-bot,"\'=HYPERLINK(""http://x"",""y"")","a,b","\'＝1\n😀\u2028",\n',
  )
  expect(await get(`${query}&raw=true`)).toContain(
    '\n=id,2026-05-01 00:00:00,-bot,"=HYPERLINK(""http://x"",""y"")","a,b","＝1\n😀\u2028",\n',
  )
  expect(JSON.parse(await get(`${query}&format=ndjson`))).toEqual({
    id: '=id',
    timestamp: '2026-05-01T00:00:00.000Z',
    bot_id: '-bot',
    bot_name: '=HYPERLINK("http://x","y")',
    pipeline_name: 'a,b',
    message_text: '＝1\r\n😀\u2028',
    user_id: null,
  })
})

test('feedback types are like and dislike; NDJSON distinguishes null from empty text, and has reasons as JSON', async () => {
  await insertRows(app.db, feedbackTable, [
    feedback('a', 1, null),
    feedback('b', 2, '["wrong","slow"]'),
    feedback('c', 7, 'x'),
  ])
  const query = 'type=feedback&columns=id,feedback_type,feedback_content,inaccurate_reasons,user_id'
  expect(readCsv(await get(query)).slice(1)).toEqual([
    ['c', 'dislike', '', 'x', ''],
    ['b', 'dislike', '', '["wrong","slow"]', ''],
    ['a', 'like', '', '', ''],
  ])
  const lines = (await get(`${query}&format=ndjson`)).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { id: 'c', feedback_type: 'dislike', feedback_content: '', inaccurate_reasons: 'x', user_id: null },
    { id: 'b', feedback_type: 'dislike', feedback_content: '', inaccurate_reasons: ['wrong', 'slow'], user_id: null },
    { id: 'a', feedback_type: 'like', feedback_content: '', inaccurate_reasons: null, user_id: null },
  ])
})

test('cells may contain the separators of other tools', async () => {
  await insertRows(app.db, messageTable, [message('separators', '\u001F\u001E\u0001\t|;', 1)])
  expect(readCsv(await get('type=messages&columns=id,message_content&limit=1'))[1]).toEqual([
    'separators',
    '\u001F\u001E\u0001\t|;',
  ])
})

test('rows of megabytes are read a few per page, once each', async () => {
  const long = Array.from({ length: 8 }, (_, index) => message(`long-${index}`, `${index}`.repeat(600_000), 2 + index))
  for (const one of long) await insertRows(app.db, messageTable, [one])
  const { result, statements } = await app.db.record(() => get('type=messages&columns=id,message_content&limit=8'))
  const rows = readCsv(result).slice(1)
  expect(rows.map(([id]) => id)).toEqual(long.map(({ id }) => id).toReversed())
  expect(rows.map(([, content]) => content?.length)).toEqual(long.map(() => 600_000))
  // Two rows per page, and one statement that checks for rows beyond the limit.
  expect(statements).toHaveLength(5)
})

test('floating-point numbers are written as PostgreSQL writes decimals', async () => {
  const stored = [0, 1e-5, 1.2345678901234566e-7, 5e-324, 0.0001, 123.45, 999999999999999, 1e15, 1.5e16, 1.7e308]
  const numbers = [...stored, ...stored.map((number) => -number)]
  const rows = await app.db.query<{ stored: string; decimal: string }>(
    sql`SELECT n::text AS stored, n::text::numeric::text AS decimal FROM unnest(${numbers}::float8[]) AS n`,
  )
  expect(rows.map(({ stored }) => writeDecimal(stored))).toEqual(rows.map(({ decimal }) => decimal))
})
