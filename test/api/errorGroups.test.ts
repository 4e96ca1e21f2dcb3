import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { ErrorGroupOrder } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { now, storeErrorKinds } from '../support/errorKinds.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => now })
  await storeErrorKinds(app.db)
})
afterAll(() => app.close())

const Groups = graphql(`
  query ErrorGroups($filter: ErrorFilter, $scope: MonitoringFilter, $orderBy: ErrorGroupOrder, $first: Int! = 100) {
    errorGroups(filter: $filter, scope: $scope, orderBy: $orderBy, first: $first) {
      groups {
        title
        errorType
        count
        affectedUsers
        affectedSessions
        firstSeen
        lastSeen
        introducedAt
        isNew
      }
      groupCount
      truncated
    }
  }
`)

const timeout = {
  title: 'Request <value> to <address> timed out after <value> s',
  errorType: 'TimeoutError',
  introducedAt: '2026-05-01T08:00:00.000Z',
  lastSeen: '2026-06-10T11:00:00.000Z',
}
const key = {
  title: 'No such key: <text>',
  errorType: 'KeyError',
  count: 2,
  affectedUsers: 2,
  affectedSessions: 2,
  firstSeen: '2026-06-10T00:00:00.000Z',
  lastSeen: '2026-06-10T01:00:00.000Z',
  introducedAt: '2026-06-10T00:00:00.000Z',
  isNew: true,
}
const empty = {
  title: 'EmptyError',
  errorType: 'EmptyError',
  count: 1,
  affectedUsers: 1,
  affectedSessions: 1,
  firstSeen: '2026-06-09T21:00:00.000Z',
  lastSeen: '2026-06-09T21:00:00.000Z',
  introducedAt: '2026-06-09T21:00:00.000Z',
  isNew: true,
}
const lastDay = { last: 'P1D' }

test('errors of the same kind are one group, most frequent first', async () => {
  const { errorGroups } = await app.execute(Groups, {})
  expect(errorGroups).toEqual({
    groups: [
      {
        ...timeout,
        count: 4,
        affectedUsers: 2,
        affectedSessions: 2,
        firstSeen: '2026-05-01T08:00:00.000Z',
        isNew: true,
      },
      key,
      empty,
    ],
    groupCount: 3,
    truncated: false,
  })
})

test('in a window, a group is new if it has no earlier error at all', async () => {
  const { errorGroups } = await app.execute(Groups, { filter: lastDay })
  expect(errorGroups.groups).toEqual([
    {
      ...timeout,
      count: 3,
      affectedUsers: 1,
      affectedSessions: 2,
      firstSeen: '2026-06-09T21:30:00.000Z',
      isNew: false,
    },
    key,
    empty,
  ])
  const scoped = await app.execute(Groups, { scope: { ...lastDay, botIds: ['bot-2'] } })
  expect(scoped.errorGroups).toEqual({
    groups: [{ ...key, count: 1, affectedUsers: 1, affectedSessions: 1, firstSeen: '2026-06-10T01:00:00.000Z' }],
    groupCount: 1,
    truncated: false,
  })
  // The first error of the kind was that of another bot, before the window.
  const late = { startTime: '2026-06-10T00:30:00Z', botIds: ['bot-2'] }
  expect((await app.execute(Groups, { filter: late })).errorGroups.groups[0]?.isNew).toBe(false)
})

const titles: readonly (readonly [ErrorGroupOrder, readonly string[]])[] = [
  [{ field: 'COUNT', direction: 'ASC' }, ['EmptyError', 'KeyError', 'TimeoutError']],
  [{ field: 'LAST_SEEN', direction: 'DESC' }, ['TimeoutError', 'KeyError', 'EmptyError']],
  [{ field: 'FIRST_SEEN', direction: 'ASC' }, ['EmptyError', 'TimeoutError', 'KeyError']],
  [{ field: 'AFFECTED_USERS', direction: 'DESC' }, ['KeyError']],
  [{ field: 'AFFECTED_SESSIONS', direction: 'ASC' }, ['EmptyError']],
]

test.each(titles)('groups are sorted by %j', async (orderBy, expected) => {
  const { groups, groupCount, truncated } = (
    await app.execute(Groups, { filter: lastDay, orderBy, first: expected.length })
  ).errorGroups
  expect(groups.map(({ errorType }) => errorType)).toEqual(expected)
  expect({ groupCount, truncated }).toEqual({ groupCount: 3, truncated: expected.length < 3 })
})

test('no group is returned, but all are counted, with first: 0; an empty window has none', async () => {
  expect((await app.execute(Groups, { first: 0 })).errorGroups).toEqual({ groups: [], groupCount: 3, truncated: true })
  const disjoint = { filter: { endTime: '2026-05-01' }, scope: { startTime: '2026-06-01' } }
  expect((await app.execute(Groups, disjoint)).errorGroups).toEqual({ groups: [], groupCount: 0, truncated: false })
  const { errors } = await app.send('{ errorGroups(first: 1001) { groupCount } }')
  expect(errors?.[0]?.message).toBe('first must be from 0 to 1000, not 1001')
})

const Parts = graphql(`
  query ErrorGroupParts($bucket: TimeBucket!, $fillGaps: Boolean!) {
    day: errorGroups(filter: { last: "P1D" }, bucket: $bucket, timeZone: "Europe/Berlin", fillGaps: $fillGaps) {
      ...GroupParts
      window {
        startTime
        endTime
      }
    }
    all: errorGroups(bucket: $bucket, timeZone: "Europe/Berlin", fillGaps: $fillGaps) {
      ...GroupParts
    }
  }
  fragment GroupParts on ErrorGroups {
    groups {
      errorType
      series {
        label
        bucketStart
        bucketEnd
        isPartial
        count
      }
      sample {
        id
        fingerprint
      }
      errors(first: 2) {
        totalCount
        nodes {
          id
        }
      }
      fingerprint
    }
  }
`)

const readGroup = (groups: readonly { readonly errorType: string }[], errorType: string) =>
  groups.find((group) => group.errorType === errorType)

describe('a group has', () => {
  test('a series per bucket of the time zone, the newest error, and its errors in the window', async () => {
    const { day, all } = await app.execute(Parts, { bucket: 'DAY', fillGaps: true })
    expect(day.window).toEqual({ startTime: '2026-06-09T12:00:00.000Z', endTime: '2026-06-10T12:00:00.000Z' })
    const [first, second] = [
      { label: '2026-06-09', bucketStart: '2026-06-08T22:00:00.000Z', bucketEnd: '2026-06-09T22:00:00.000Z' },
      { label: '2026-06-10', bucketStart: '2026-06-09T22:00:00.000Z', bucketEnd: '2026-06-10T22:00:00.000Z' },
    ]
    const series = (...counts: readonly [number, number]) => [
      { ...first, isPartial: true, count: counts[0] },
      { ...second, isPartial: true, count: counts[1] },
    ]
    expect(day.groups).toEqual([
      {
        errorType: 'TimeoutError',
        series: series(1, 2),
        sample: { id: 'timeout-3', fingerprint: day.groups[0]?.fingerprint },
        errors: { totalCount: 3, nodes: [{ id: 'timeout-3' }, { id: 'timeout-2' }] },
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      {
        errorType: 'KeyError',
        series: series(0, 2),
        sample: { id: 'key-1', fingerprint: day.groups[1]?.fingerprint },
        errors: { totalCount: 2, nodes: [{ id: 'key-1' }, { id: 'key-0' }] },
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      {
        errorType: 'EmptyError',
        series: series(1, 0),
        sample: { id: 'empty', fingerprint: day.groups[2]?.fingerprint },
        errors: { totalCount: 1, nodes: [{ id: 'empty' }] },
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ])
    // The same fragment in another field: the errors are those of its own window.
    expect(readGroup(all.groups, 'TimeoutError')).toMatchObject({ errors: { totalCount: 4 } })
    expect(all.groups.map((group) => group.series.length)).toEqual([41, 41, 41])
    expect(all.groups[0]?.series[0]).toMatchObject({ label: '2026-05-01', isPartial: false, count: 1 })
    expect(all.groups[0]?.series.reduce((sum, { count }) => sum + count, 0)).toBe(4)
  })

  test('only buckets with errors, without filled gaps', async () => {
    const { day } = await app.execute(Parts, { bucket: 'HOUR', fillGaps: false })
    expect(day.groups.map(({ series }) => series.map(({ label, count }) => `${label} ${count}`))).toEqual([
      ['2026-06-09 23:00 1', '2026-06-10 00:00 1', '2026-06-10 13:00 1'],
      ['2026-06-10 02:00 1', '2026-06-10 03:00 1'],
      ['2026-06-09 23:00 1'],
    ])
  })
})

test.each([
  ['groups { title isNew } groupCount truncated', 1],
  ['window { asOf }', 0],
  ['groups { affectedUsers affectedSessions }', 1],
  ['groups { series { count } sample { id } errors { totalCount nodes { id message { id } } } }', 6],
])('%s of any number of groups takes %i statements', async (selection, count) => {
  const { result, statements } = await app.db.record(() => app.send(`{ errorGroups { ${selection} } }`))
  expect(result.errors).toBeUndefined()
  expect(statements).toHaveLength(count)
  expect(statements.filter((text) => text.includes('count(DISTINCT'))).toHaveLength(
    selection.includes('affected') ? 1 : 0,
  )
})

test('the buckets of all groups together are limited', async () => {
  const query = (args: string) => app.send(`{ errorGroups(${args}) { groups { series { label } } } }`)
  const { errors } = await query('bucket: MINUTE, filter: { startTime: "2026-06-01", endTime: "2026-06-05" }, first: 3')
  expect(errors).toBeUndefined()
  const { errors: tooMany } = await query('bucket: MINUTE, filter: { last: "P3D" }, first: 3')
  expect(tooMany?.[0]?.message).toBe(
    'The time series of 3 groups have more than 10,000 buckets of one minute in total, which is the limit. Use first: 2, bucket: HOUR or a time window of at most 2 days.',
  )
})
