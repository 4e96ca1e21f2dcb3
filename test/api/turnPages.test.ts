import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { TurnFilter } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

/** The number of turns: more than a page checks one by one. */
const count = 2500
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)
const idOf = (turn: number) => `q${String(turn).padStart(4, '0')}`

/** The turns with an error in their reply, oldest first: the first and the last ones. */
const failed = [...range(0, 40), ...range(2400, 2420)]
/** The turns with feedback: almost all. */
const rated = range(10, count)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const { db } = app
  await db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level, role)
    SELECT kind || lpad(n::text, 4, '0'), timestamptz '2026-06-01 00:00Z' + n * interval '1 minute'
        + CASE kind WHEN 'r' THEN interval '1 second' ELSE interval '0' END,
      'bot-' || n % 2, 'Bot', 'p', 'Pipeline', CASE WHEN kind = 'r' AND n % 500 = 3 THEN 'a rare word' ELSE 'a text' END,
      's' || n % 3, 'success', 'info', CASE kind WHEN 'r' THEN 'assistant' ELSE 'user' END
    FROM generate_series(0, ${count - 1}::int) AS n, (VALUES ('q'), ('r')) AS kinds (kind)`)
  await db.execute(sql`
    INSERT INTO monitoring_errors (id, timestamp, error_type, error_message, message_id)
    SELECT 'e' || n, now(), 'Error', 'failed', 'r' || lpad(n::text, 4, '0') FROM unnest(${failed}::int[]) AS n`)
  await db.execute(sql`
    INSERT INTO monitoring_feedback (id, timestamp, feedback_id, feedback_type, message_id)
    SELECT 'f' || n, now(), 'f' || n, 1, 'r' || lpad(n::text, 4, '0') FROM unnest(${rated}::int[]) AS n`)
  await db.execute(sql`ANALYZE`)
})
afterAll(() => app.close())

const TurnPage = graphql(`
  query TurnPage($filter: TurnFilter, $orderBy: TurnOrder, $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    turns(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      totalCount
      nodes {
        id
        errorCount
      }
      pageInfo {
        startCursor
        endCursor
        hasNextPage
        hasPreviousPage
      }
    }
  }
`)

const isFailed = (turn: number) => failed.includes(turn)
const isRated = (turn: number) => rated.includes(turn)
const isRare = (turn: number) => turn % 500 === 3

const filters: readonly (readonly [TurnFilter, (turn: number) => boolean])[] = [
  [{ hasErrors: true }, isFailed],
  [{ not: { hasErrors: false } }, isFailed],
  [{ hasErrors: true, botIds: ['bot-1'] }, (turn) => isFailed(turn) && turn % 2 === 1],
  [{ hasErrors: true, hasFeedback: false }, (turn) => isFailed(turn) && !isRated(turn)],
  [{ hasFeedback: false }, (turn) => !isRated(turn)],
  [{ hasErrors: true, hasReply: false }, () => false],
  [{ search: 'RARE word' }, isRare],
  [{ or: [{ search: 'rare word' }, { hasFeedback: false }] }, (turn) => isRare(turn) || !isRated(turn)],
  [{ search: 'rare word', endTime: '2026-06-01T20:00:00Z' }, (turn) => isRare(turn) && turn <= 1200],
  [{ search: 'none of these' }, () => false],
  [{ and: [{ hasErrors: true, botIds: ['bot-1'] }] }, (turn) => isFailed(turn) && turn % 2 === 1],
  [{ or: [{ hasFeedback: false }, { hasErrors: true }] }, (turn) => !isRated(turn) || isFailed(turn)],
  [
    { hasErrors: true, not: { or: [{ botIds: ['bot-0'] }, { hasFeedback: true }] } },
    (turn) => isFailed(turn) && !isRated(turn) && turn % 2 === 1,
  ],
]

test.each<[TurnFilter, boolean]>([
  [{ hasErrors: true, botIds: ['bot-1'] }, true],
  [{ hasErrors: true, and: [{ and: [{ botIds: ['bot-1'], hasFeedback: true }] }] }, true],
  [{ hasErrors: true, not: { botIds: ['bot-1'] } }, true],
  [{ hasErrors: true, or: [{ botIds: ['bot-1'] }, { botIds: ['bot-0'] }] }, true],
  [{ hasErrors: true, not: { botIds: ['bot-1'], hasFeedback: true } }, false],
  [{ hasErrors: true, or: [{ botIds: ['bot-1'] }, { hasFeedback: true }] }, false],
])('the turns that are checked one by one for %j are restricted by bots: %s', async (filter, isRestricted) => {
  const page = 'query Nearby($filter: TurnFilter) { turns(filter: $filter) { nodes { id } } }'
  const { statements } = await app.db.record(() => app.send(page, { filter }))
  const candidates = /FROM \((.*?)\) AS candidate /s.exec(statements[0] ?? '')?.[1] ?? ''
  expect(candidates).toContain('LIMIT')
  expect(candidates.includes('"bot_id"')).toBe(isRestricted)
})

test.each(filters)('pages of the filter %j in both directions and orders', async (filter, matches) => {
  const expected = range(0, count).filter(matches).map(idOf)
  for (const direction of ['ASC', 'DESC'] as const) {
    const orderBy = { field: 'TIMESTAMP', direction } as const
    const ordered = direction === 'ASC' ? expected : expected.toReversed()
    const forward: string[] = []
    const backward: string[] = []
    for (let after: string | null | undefined, more = true; more; ) {
      const { turns } = await app.execute(TurnPage, { filter, orderBy, first: 17, after })
      forward.push(...turns.nodes.map(({ id }) => id))
      expect(turns.nodes.map(({ errorCount }) => errorCount)).toEqual(
        turns.nodes.map(({ id }) => (isFailed(Number(id.slice(1))) ? 1 : 0)),
      )
      expect(turns.totalCount).toBe(expected.length)
      after = turns.pageInfo.endCursor
      more = turns.pageInfo.hasNextPage
    }
    for (let before: string | null | undefined, more = true; more; ) {
      const { turns } = await app.execute(TurnPage, { filter, orderBy, last: 23, before })
      backward.unshift(...turns.nodes.map(({ id }) => id))
      before = turns.pageInfo.startCursor
      more = turns.pageInfo.hasPreviousPage
    }
    const { turns } = await app.execute(TurnPage, { filter, orderBy, first: 10, offset: 15 })
    expect(forward).toEqual(ordered)
    expect(backward).toEqual(ordered)
    expect(turns.nodes.map(({ id }) => id)).toEqual(ordered.slice(15, 25))
  }
})

test.each<TurnFilter>([{ hasFeedback: true }, { hasErrors: false }, { search: 'text' }])(
  'a page of the frequent matches of %j',
  async (filter) => {
    const { result, statements } = await app.db.record(() => app.execute(TurnPage, { filter, first: 1000 }))
    const matches = filter.hasFeedback ? isRated : filter.search ? () => true : (turn: number) => !isFailed(turn)
    const expected = range(0, count).filter(matches)
    expect(result.turns.nodes.map(({ id }) => id)).toEqual(expected.toReversed().slice(0, 1000).map(idOf))
    expect(result.turns.totalCount).toBe(expected.length)
    expect(statements).toHaveLength(2)
  },
)

test('turns and their metrics are filtered by related records and errors together', async () => {
  const { data, errors } = await app.send(
    '{ turnMetrics(filter: { session: {}, hasErrors: true }) { totals { turns } } turns(filter: { session: {}, hasErrors: true }) { totalCount nodes { id } } }',
  )
  expect(errors).toBeUndefined()
  expect(data).toEqual({ turnMetrics: { totals: { turns: 0 } }, turns: { totalCount: 0, nodes: [] } })
})
