import { expect, test } from 'vitest'
import { limitToWindow, resolveFilter, restrictFilter } from '../../src/db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../src/db/sql/monitoringRules.ts'
import { parseIsoDuration } from '../../src/shared/isoDuration.ts'

const asOf = new Date('2026-06-10T12:00:00.000Z')
const [dawn, yesterday] = [new Date('2026-06-10T00:00:00.000Z'), new Date('2026-06-09T12:00:00.000Z')]

test('filter and scope become one filter without relative windows', () => {
  const { filter, window } = resolveFilter<MonitoringFields>(
    {
      filter: { botIds: ['a'], last: parseIsoDuration('P1D'), or: [{ calendar: 'TODAY' }, { pipelineIds: ['p'] }] },
      scope: { botIds: ['a', 'b'], pipelineIds: ['p'], calendar: 'TODAY' },
    },
    asOf,
  )
  expect(filter).toEqual({
    botIds: ['a'],
    pipelineIds: ['p'],
    startTime: dawn,
    endTime: asOf,
    or: [{ startTime: dawn, endTime: asOf }, { pipelineIds: ['p'] }],
    and: [{ botIds: ['a', 'b'] }],
  })
  expect(window).toMatchObject({ startTime: dawn, endTime: asOf, timeZone: 'UTC', asOf })
})

test('windows in filters of other records, and in lists of them, are resolved as well', () => {
  interface Fields extends MonitoringFields {
    readonly calls: { readonly some: unknown; readonly totalTokens: unknown }
  }
  const some = { last: parseIsoDuration('P1D'), not: { calendar: 'TODAY', timeZone: 'Asia/Tokyo' } }
  const { filter } = resolveFilter<Fields>({ filter: { calls: { some, totalTokens: { gt: 5 } } } }, asOf)
  const tokyo = new Date('2026-06-09T15:00:00.000Z')
  expect(filter.calls).toEqual({
    some: { startTime: yesterday, endTime: asOf, not: { startTime: tokyo, endTime: asOf } },
    totalTokens: { gt: 5 },
  })
})

test('a window without time matches nothing', () => {
  const nothing = { botIds: ['a'], startTime: null, endTime: null, and: [{ not: {} }] }
  expect(limitToWindow({ botIds: ['a'] }, { startTime: asOf, endTime: dawn })).toEqual(nothing)
  const { window, ...own } = resolveFilter<MonitoringFields>({ filter: { endTime: yesterday } }, asOf)
  const within = { ...window, startTime: dawn, endTime: null }
  expect(restrictFilter({ ...own, window }, { botIds: ['a'] }, within)).toMatchObject({
    filter: nothing,
    window: { startTime: dawn, endTime: yesterday },
  })
})
