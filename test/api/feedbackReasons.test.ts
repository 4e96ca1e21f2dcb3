import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const reasons = [
    null,
    '',
    '[]',
    '["wrong"]',
    '["wrong", "old"]',
    '["wrong","wrong"]',
    String.raw`["\u4e2d\u6587 \ud83d\ude00"]`,
    String.raw`["\u0000"]`,
    String.raw`["\ud83d"]`,
    '[1]',
    '["open',
    'too long',
  ]
  await store(
    app.db,
    'feedback',
    reasons.map((inaccurateReasons, index) => ({
      id: `f${index}`,
      type: index % 2 === 0 ? 2 : 1,
      inaccurateReasons,
      userId: `u${index}`,
    })),
  )
})
afterAll(() => app.close())

const send = async (args: string, fields: string) => {
  const query = `{ feedbackMetrics(groupBy: [REASON], ${args}) { ${fields} } }`
  const { result, statements } = await app.db.record(() => app.send(query))
  expect(result.errors).toBeUndefined()
  return { metrics: result.data?.['feedbackMetrics'], statements }
}

test('each piece of feedback is in the group of each of its different reasons', async () => {
  const { metrics, statements } = await send(
    'orderBy: { field: KEY, direction: ASC }',
    'totals { feedback } groupCount groups { key { reason } measures { feedback users } share { feedback } }',
  )
  const group = (reason: string | null, count: number, share: number) => ({
    key: { reason },
    measures: { feedback: count, users: count },
    share: { feedback: share },
  })
  expect(metrics).toEqual({
    totals: { feedback: 12 },
    groupCount: 9,
    groups: [
      group(String.raw`["\u0000"]`, 1, 8.33),
      group(String.raw`["\ud83d"]`, 1, 8.33),
      group('["open', 1, 8.33),
      group('[1]', 1, 8.33),
      group('old', 1, 8.33),
      group('too long', 1, 8.33),
      group('wrong', 3, 25),
      group('中文 😀', 1, 8.33),
      group(null, 3, 25),
    ],
  })
  expect(statements).toHaveLength(2)
})

test('others counts feedback once for each of its reasons that are not returned', async () => {
  const { metrics } = await send(
    'first: 2, others: true, filter: { types: [DISLIKE] }',
    'totals { feedback } groups { isOthers key { reason } measures { feedback likes satisfactionRate } }',
  )
  expect(metrics).toEqual({
    totals: { feedback: 6 },
    groups: [
      { isOthers: false, key: { reason: null }, measures: { feedback: 2, likes: 0, satisfactionRate: 0 } },
      {
        isOthers: false,
        key: { reason: String.raw`["\ud83d"]` },
        measures: { feedback: 1, likes: 0, satisfactionRate: 0 },
      },
      { isOthers: true, key: { reason: null }, measures: { feedback: 4, likes: 0, satisfactionRate: 0 } },
    ],
  })
})

test.each([
  ['\f["a"]', '\f["a"]'],
  ['["a"\u3000]', '["a"\u3000]'],
  ['["a",\u2003"b"]', '["a",\u2003"b"]'],
  ['["a"]\v', '["a"]\v'],
  [' [ "a"\t]\r\n', 'a'],
])('only the white space of JSON is permitted in a list of reasons: %j', async (inaccurateReasons, reason) => {
  await store(app.db, 'feedback', [{ id: 'space', botId: 'space', inaccurateReasons }])
  const { metrics } = await send('filter: { botIds: ["space"] }', 'groups { key { reason } }')
  expect(metrics).toEqual({ groups: [{ key: { reason } }] })
  await app.db.execute(raw("DELETE FROM monitoring_feedback WHERE id = 'space'"))
})
