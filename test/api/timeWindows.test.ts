import { isInputObjectType, isObjectType } from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { schema } from '../../src/server/schema.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { makeClock } from '../support/clock.ts'

const clock = makeClock('2026-06-10T12:00:00.000Z')
/** The time of the first operation of each test. */
const asOf = '2026-06-10T12:01:00.000Z'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: clock.now })
})
afterAll(() => app.close())
beforeEach(clock.restart)

test('wherever there is a filter there is a scope, and wherever there are bounds there are relative windows', () => {
  const types = Object.values(schema.getTypeMap())
  const fields = types.filter(isObjectType).flatMap((type) => Object.values(type.getFields()))
  const filtered = fields.filter(({ args }) => args.some(({ name }) => name === 'filter'))
  const scopeOf = ({ args }: (typeof fields)[number]) => args.find(({ name }) => name === 'scope')?.type
  expect(filtered.length).toBeGreaterThan(10)
  expect(filtered.filter((field) => String(scopeOf(field)) !== 'MonitoringFilter').map(({ name }) => name)).toEqual([])
  const windows = types.filter(isInputObjectType).filter((type) => 'startTime' in type.getFields())
  const filters = windows.filter(({ name }) => name.endsWith('Filter'))
  expect(filters.length).toBeGreaterThan(7)
  for (const type of filters)
    expect(Object.keys(type.getFields())).toEqual(expect.arrayContaining(['last', 'calendar', 'timeZone']))
})

describe('the window can be read back', () => {
  const window = 'window { startTime endTime timeZone asOf }'
  const today = { startTime: '2026-06-10T00:00:00.000Z', endTime: asOf, timeZone: 'UTC', asOf }
  test.each([
    ['messages', { startTime: null, endTime: null, timeZone: 'UTC', asOf }],
    ['messages(scope: { calendar: TODAY })', today],
    ['overview(filter: { calendar: TODAY })', today],
    ['feedbackStats(scope: { calendar: THIS_MONTH }, filter: { calendar: TODAY })', today],
    [
      'sessions(scope: { endTime: "2026-06-01" })',
      { startTime: null, endTime: '2026-06-01T00:00:00.000Z', timeZone: 'UTC', asOf },
    ],
    // The time zone of the field is the default of its filters.
    [
      'tokenStatistics(scope: { calendar: TODAY }, timeZone: "asia/shanghai")',
      { startTime: '2026-06-09T16:00:00.000Z', endTime: asOf, timeZone: 'Asia/Shanghai', asOf },
    ],
    ['tokenStatistics(scope: { calendar: TODAY, timeZone: "UTC" }, timeZone: "Asia/Shanghai")', today],
    [
      'tokenStatistics(scope: { last: "PT1H", timeZone: "Europe/Berlin" }, filter: { timeZone: "Asia/Tokyo" })',
      { startTime: '2026-06-10T11:01:00.000Z', endTime: asOf, timeZone: 'Europe/Berlin', asOf },
    ],
  ])('%s', async (field, expected) => {
    const { result, statements } = await app.db.record(() => ask(app, `{ one: ${field} { ${window} } }`))
    expect([result.errors, result.data]).toEqual([[], { one: { window: expected } }])
    expect(statements).toEqual([])
  })
})

describe('a window that is not valid is named', () => {
  const oneWay = (path: string, ways: string) =>
    `${ways} cannot be combined: a time window is given either by ${path}.last, by ${path}.calendar, or by ${path}.startTime and ${path}.endTime`
  test.each([
    ['filter: { last: "P1D", calendar: TODAY }', oneWay('filter', 'filter.last P1D and filter.calendar TODAY')],
    [
      'scope: { last: "P1D", startTime: "2026-06-01" }',
      oneWay('scope', 'scope.last P1D and scope.startTime 2026-06-01T00:00:00.000Z'),
    ],
    [
      'filter: { and: [{}, { not: { calendar: TODAY, endTime: "2026-06-01" } }] }',
      oneWay(
        'filter.and.1.not',
        'filter.and.1.not.calendar TODAY and filter.and.1.not.endTime 2026-06-01T00:00:00.000Z',
      ),
    ],
    [
      'scope: { startTime: "2026-06-02", endTime: "2026-06-01" }, filter: { startTime: "2026-06-03" }',
      'scope.startTime 2026-06-02T00:00:00.000Z is after scope.endTime 2026-06-01T00:00:00.000Z: a time window must not end before it starts',
    ],
  ])('%s', async (args, message) => {
    const statistic = args.includes('and:') ? '' : `tokenStatistics(${args}) { timeseries { calls } }`
    for (const query of [`messages(${args}) { totalCount }`, statistic].filter((text) => text !== '')) {
      const { result: answer, statements } = await app.db.record(() => ask(app, `{ ${query} }`))
      expect([codesOf(answer), answer.errors[0]?.message, statements]).toEqual([['BAD_USER_INPUT'], message, []])
    }
  })

  test.each([
    ['-P1D', 'The duration "-P1D" is negative.'],
    ['PT0S', 'The duration "PT0S" is too short.'],
    ['7 days', '"7 days" is not a valid duration.'],
    ['P101Y', 'The duration "P101Y" is too long.'],
    [7, 'Duration must be a string, not '],
  ])('last: %j', async (last, message) => {
    const literal = await ask(app, `{ messages(filter: { last: ${JSON.stringify(last)} }) { totalCount } }`)
    const query = 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }'
    const variable = await ask(app, query, { variables: { f: { last } } })
    for (const answer of [literal, variable]) {
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
      expect(answer.errors[0]?.message).toContain(message)
    }
  })
})

test('a time series costs the buckets of its resolved window', async () => {
  const costOf = async (args: string) =>
    (await ask(app, `{ tokenStatistics(${args}) { timeseries { label } } }`)).extensions?.['cost']
  expect(await costOf('scope: { last: "P1D" }')).toBe(27)
  expect(await costOf('scope: { last: "P1D" }, filter: { last: "PT5H" }')).toBe(8)
  expect(await costOf('bucket: MINUTE, scope: { calendar: TODAY }')).toBe(1 + 12 * 60 + 3 + 2)
  expect(await costOf('scope: { startTime: "2026-06-10" }')).toBe(10_001)
})
