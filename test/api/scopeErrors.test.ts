import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'session', [{ id: 'session-1' }])
})
afterAll(() => app.close())

const long = 'x'.repeat(256)
const cases: readonly [values: readonly string[], message: string][] = [
  [[long], `: "${'x'.repeat(60)}…" (256 characters) is too long: at most 255 characters are allowed`],
  [['a\0b'], ': "a\\u0000b" contains U+0000, which stored text cannot contain'],
  [Array.from({ length: 1001 }, String), ' has 1001 values: at most 1000 are allowed'],
]

const fields = [
  'messages(scope: $scope, filter: $filter) { nodes { id } }',
  'messages(scope: $scope, filter: $filter) { totalCount }',
  'sessions { nodes { messages(scope: $scope, filter: $filter) { nodes { id } } } }',
  'overview(scope: $scope) { totalMessages }',
  'tokenStatistics(scope: $scope) { summary { totalCalls } }',
  'feedbackStats(scope: $scope) { totalFeedback }',
  'messageMetrics(scope: $scope, filter: $filter) { totals { messages } }',
  'errorGroups(scope: $scope) { groupCount }',
  'bots(scope: $scope) { nodes { id } }',
]

test.each(fields)('an invalid value of scope is reported with the path of scope: %s', async (field) => {
  const declared = field.includes('$filter')
    ? '$scope: MonitoringFilter, $filter: MessageFilter'
    : '$scope: MonitoringFilter'
  const filters = field.includes('$filter') ? [undefined, { botIds: ['a'], pipelineIds: ['b'] }] : [undefined]
  for (const filter of filters)
    for (const name of ['botIds', 'pipelineIds'])
      for (const [values, message] of cases) {
        const variables = { scope: { [name]: values }, filter }
        const { result, statements } = await app.db.record(() =>
          ask(app, `query (${declared}) { ${field} }`, { variables }),
        )
        expect([codesOf(result), result.errors[0]?.message]).toEqual([['BAD_USER_INPUT'], `scope.${name}${message}`])
        expect(statements).toHaveLength(field.startsWith('sessions') ? 1 : 0)
      }
})

test('an invalid value of filter is still reported with the path of filter', async () => {
  const query = 'query ($f: MessageFilter, $s: MonitoringFilter) { messages(filter: $f, scope: $s) { totalCount } }'
  const answer = await ask(app, query, { variables: { f: { botIds: [long] }, s: { botIds: ['a'] } } })
  expect(answer.errors[0]?.message).toMatch(/^filter\.botIds: "x{60}…" \(256 characters\) is too long/)
})

test.each([
  ['botId', 'botId'],
  ['pipelineId', 'pipelineId'],
])('an invalid value of the parameter %s of the export is reported with its name', async (name, shown) => {
  const filter = encodeURIComponent(JSON.stringify({ botIds: ['a'], pipelineIds: ['b'] }))
  const response = await app.fetch(`/api/v1/monitoring/export?type=messages&${name}=${long}&filter=${filter}`)
  expect((await response.json()) as { message: string }).toMatchObject({
    message: `${shown}: "${'x'.repeat(60)}…" (256 characters) is too long: at most 255 characters are allowed`,
  })
})
