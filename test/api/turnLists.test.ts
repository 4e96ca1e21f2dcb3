import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { TurnFilter, TurnOrderField, TurnsQueryVariables } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type DrawnConversations, drawConversations } from '../support/conversations.ts'
import { store } from '../support/factories.ts'
import { computeTurns, type PlainTurn } from '../support/plainTurns.ts'

let app: TestApp
let drawn: DrawnConversations
beforeAll(async () => {
  app = await startTestApp()
  drawn = drawConversations(app.db, 7)
  await drawn.add(200)
  await store(
    app.db,
    'session',
    ['s1', 's2', 's3', 's4', 's5'].map((id) => ({ id })),
  )
})
afterAll(() => app.close())

const Turns = graphql(`
  query Turns($filter: TurnFilter, $orderBy: TurnOrder, $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    turns(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      totalCount
      nodes {
        id
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

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

const atOf = ({ first }: PlainTurn) => first.timestamp.toISOString()
const contains = (text: string) => (turn: PlainTurn) =>
  turn.messages.some(({ messageContent }) => messageContent.toLowerCase().includes(text))

const filters: readonly (readonly [TurnFilter, (turn: PlainTurn) => boolean])[] = [
  [{}, () => true],
  [{ botIds: ['bot-1', 'bot-3'] }, ({ first }) => first.botId !== 'bot-2'],
  [{ pipelineIds: ['pipeline-2'] }, ({ first }) => first.pipelineId === 'pipeline-2'],
  [
    { startTime: '2026-06-05T12:00:30Z', endTime: '2026-06-05T12:01:00.468Z' },
    (turn) => atOf(turn) >= '2026-06-05T12:00:30' && atOf(turn) <= '2026-06-05T12:01:00.468Z',
  ],
  [{ sessionIds: ['s1', 'replies'] }, ({ first }) => first.sessionId === 's1' || first.sessionId === 'replies'],
  [{ platforms: ['group'] }, ({ first }) => first.platform === 'group'],
  [{ userIds: ['alice'] }, ({ first }) => first.userId === 'alice'],
  [{ runnerNames: ['dify'] }, ({ first }) => first.runnerName === 'dify'],
  [{ hasReply: true }, ({ replies }) => replies.length > 0],
  [{ hasReply: false }, ({ replies }) => replies.length === 0],
  [{ hasErrors: true }, ({ errors }) => errors.length > 0],
  [{ hasFeedback: false }, ({ feedback }) => feedback.length === 0],
  [{ firstReplyMs: { gte: 2468, lt: 20_000 } }, ({ firstReplyMs: ms }) => ms !== null && ms >= 2468 && ms < 20_000],
  [{ not: { firstReplyMs: { gt: 2468 } } }, ({ firstReplyMs: ms }) => ms === null || ms <= 2468],
  [{ search: 'PARCEL 7%' }, contains('parcel 7%')],
  [{ search: 'where', hasErrors: true }, (turn) => contains('where')(turn) && turn.errors.length > 0],
  [{ not: { search: '1' } }, (turn) => !contains('1')(turn)],
  [
    { or: [{ hasErrors: true }, { and: [{ hasReply: true }, { botIds: ['bot-2'] }] }] },
    ({ errors, replies, first }) => errors.length > 0 || (replies.length > 0 && first.botId === 'bot-2'),
  ],
]

test.each(filters)('the filter %j', async (filter, matches) => {
  const expected = ids(computeTurns(drawn.all).filter(matches)).toReversed()
  const { result, statements } = await app.db.record(() => app.execute(Turns, { filter, first: 1000 }))
  expect(ids(result.turns.nodes)).toEqual(expected)
  expect(result.turns.totalCount).toBe(expected.length)
  expect(statements).toHaveLength(2)
})

const sortValues: { readonly [Field in TurnOrderField]: (turn: PlainTurn) => number | null } = {
  TIMESTAMP: ({ first }) => first.timestamp.getTime(),
  FIRST_REPLY_MS: ({ firstReplyMs }) => firstReplyMs,
  DURATION: ({ durationMs }) => durationMs,
  TOTAL_TOKENS: ({ totalTokens }) => totalTokens,
  TOTAL_COST: ({ totalCost }) => totalCost,
}

const sorted = (field: TurnOrderField, direction: 'ASC' | 'DESC'): string[] => {
  const sign = direction === 'ASC' ? 1 : -1
  const sortValueOf = (turn: PlainTurn) => sortValues[field](turn) ?? sign * Number.POSITIVE_INFINITY
  const compare = (a: PlainTurn, b: PlainTurn) => {
    const [x, y] = [sortValueOf(a), sortValueOf(b)]
    return x === y ? Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) : x < y ? -1 : 1
  }
  return ids(computeTurns(drawn.all).sort((a, b) => sign * compare(a, b)))
}

interface TurnPage {
  readonly ids: readonly string[]
  readonly pageInfo: {
    readonly startCursor?: string | null
    readonly endCursor?: string | null
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
  }
}

const readPage = async (variables: TurnsQueryVariables): Promise<TurnPage> => {
  const { turns } = await app.execute(Turns, variables)
  return { ids: ids(turns.nodes), pageInfo: turns.pageInfo }
}

const orders = Object.keys(sortValues) as TurnOrderField[]

test.each(orders.flatMap((field) => (['ASC', 'DESC'] as const).map((direction) => ({ field, direction }))))(
  'pages in both directions, ordered by $field $direction',
  async (orderBy) => {
    const expected = sorted(orderBy.field, orderBy.direction)
    const forward: string[] = []
    const backward: string[] = []
    for (let after: string | null | undefined, more = true; more; ) {
      const page = await readPage({ orderBy, first: 29, after })
      forward.push(...page.ids)
      after = page.pageInfo.endCursor
      more = page.pageInfo.hasNextPage
    }
    for (let before: string | null | undefined, more = true; more; ) {
      const page = await readPage({ orderBy, last: 40, before })
      backward.unshift(...page.ids)
      before = page.pageInfo.startCursor
      more = page.pageInfo.hasPreviousPage
    }
    expect(forward).toEqual(expected)
    expect(backward).toEqual(expected)
    expect((await readPage({ orderBy, first: 5, offset: 20 })).ids).toEqual(expected.slice(20, 25))
  },
)

const SessionTurns = graphql(`
  query SessionTurns($first: Int!) {
    sessions(first: $first) {
      nodes {
        id
        turns(first: 3, filter: { hasReply: true }) {
          totalCount
          nodes {
            id
            totalTokens
            replies(first: 1) {
              id
            }
          }
        }
      }
    }
  }
`)

test.each([1, 5])('the turns of %i sessions take 4 statements', async (first) => {
  const { result, statements } = await app.db.record(() => app.execute(SessionTurns, { first }))
  const turns = computeTurns(drawn.all).toReversed()
  for (const { id, turns: found } of result.sessions.nodes) {
    const expected = turns.filter(({ first: message, replies }) => message.sessionId === id && replies.length > 0)
    expect(found).toEqual({
      totalCount: expected.length,
      nodes: expected.slice(0, 3).map(({ id: turnId, totalTokens, replies }) => ({
        id: turnId,
        totalTokens,
        replies: replies.slice(0, 1).map((reply) => ({ id: reply.id })),
      })),
    })
  }
  expect(result.sessions.nodes).toHaveLength(first)
  expect(statements).toHaveLength(4)
})

test('first limits the records of each turn', async () => {
  const { data } = await app.send(
    '{ turns(first: 200) { nodes { id replies(first: 1) { id } llmCalls(first: 2) { id } errors(first: 0) { id } } } }',
  )
  expect(data).toEqual({
    turns: {
      nodes: computeTurns(drawn.all)
        .toReversed()
        .map(({ id, replies, llmCalls }) => ({
          id,
          replies: replies.slice(0, 1).map((reply) => ({ id: reply.id })),
          llmCalls: llmCalls.slice(0, 2).map((call) => ({ id: call.id })),
          errors: [],
        })),
    },
  })
})

const OneTurn = graphql(`
  query OneTurn($id: ID!) {
    turn(id: $id) {
      id
      firstReplyMs
      question {
        id
      }
    }
  }
`)

test('a single turn is found by its first message only', async () => {
  const turns = computeTurns(drawn.all)
  const find = async (id: string | undefined) => (await app.execute(OneTurn, { id: id ?? '' })).turn
  const answered = turns.find(({ question, replies }) => question && replies.length > 0)
  const unasked = turns.find(({ question }) => !question)
  expect(await find(answered?.id)).toEqual({
    id: answered?.id,
    firstReplyMs: answered?.firstReplyMs,
    question: { id: answered?.id },
  })
  expect(await find(unasked?.id)).toEqual({ id: unasked?.id, firstReplyMs: null, question: null })
  expect(await find(answered?.replies[0]?.id)).toBeNull()
  expect(await find('none')).toBeNull()
})
