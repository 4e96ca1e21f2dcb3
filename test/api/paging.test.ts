import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type make, store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const count = 57
/** Seven rows have the same millisecond, and the same value of each other sort key; every fifth cost is unknown. */
const indexes = Array.from({ length: count }, (_, index) => index)
const shared = (index: number) => Math.floor(index / 7)
const time = (index: number) => new Date(Date.UTC(2026, 5, 5) + shared(index))
const idOf = (kind: string, index: number) => `${kind}-${String((index * 37) % count).padStart(3, '0')}`

beforeAll(async () => {
  const timestampOf = (kind: string) => indexes.map((index) => ({ id: idOf(kind, index), timestamp: time(index) }))
  await store(app.db, 'message', timestampOf('message'))
  await store(app.db, 'embeddingCall', timestampOf('embeddingCall'))
  await store(app.db, 'errorLog', timestampOf('errorLog'))
  await store(app.db, 'feedback', timestampOf('feedback'))
  await store(
    app.db,
    'llmCall',
    timestampOf('llmCall').map((row, index) => ({
      ...row,
      totalTokens: shared(index),
      durationMs: 100 - shared(index),
      cost: index % 5 === 0 ? null : shared(index) / 7,
    })),
  )
  await store(
    app.db,
    'session',
    indexes.map((index) => ({
      id: idOf('session', index),
      startTime: time(index),
      lastActivity: time(count - index),
      messageCount: shared(index),
    })),
  )
})

const orders = [
  ['messages', 'message', 'TIMESTAMP'],
  ['llmCalls', 'llmCall', 'TIMESTAMP'],
  ['llmCalls', 'llmCall', 'TOTAL_TOKENS'],
  ['llmCalls', 'llmCall', 'DURATION'],
  ['llmCalls', 'llmCall', 'COST'],
  ['embeddingCalls', 'embeddingCall', 'TIMESTAMP'],
  ['sessions', 'session', 'LAST_ACTIVITY'],
  ['sessions', 'session', 'START_TIME'],
  ['sessions', 'session', 'MESSAGE_COUNT'],
  ['sessions', 'session', 'DURATION'],
  ['errors', 'errorLog', 'TIMESTAMP'],
  ['feedback', 'feedback', 'TIMESTAMP'],
] as const
const cases = orders.flatMap((order) => (['ASC', 'DESC'] as const).map((direction) => [...order, direction] as const))

interface Page {
  nodes: { id: string }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
}

/** Requests a page with literal arguments, since the order types of the six lists differ. */
const askPage = async (list: string, args: string): Promise<Page> => {
  const { data, errors } = await app.send(
    `{ page: ${list}(${args}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  )
  if (errors) throw new Error(JSON.stringify(errors))
  return (data as unknown as { page: Page }).page
}

const readIds = async (list: string, orderBy: string) =>
  (await askPage(list, `${orderBy}, first: 1000`)).nodes.map(({ id }) => id)

let added = 0
const addAtHead = (kind: keyof typeof make, step: number) => {
  const moment = new Date(Date.UTC(2027, 0, 1) + step)
  const base = { id: `head-${kind}-${added++}` }
  const row =
    kind === 'session'
      ? { ...base, startTime: moment, lastActivity: moment, messageCount: 1_000_000 + step }
      : { ...base, timestamp: moment }
  const values = kind === 'llmCall' ? { totalTokens: 1_000_000, durationMs: 1_000_000, cost: 1_000_000 } : {}
  return store(app.db, kind, [{ ...row, ...values } as never])
}

describe.each(cases)('%s', (list, kind, field, direction) => {
  const orderBy = `orderBy: { field: ${field}, direction: ${direction} }`

  test(`pages forward and backward by ${field} ${direction}, with each row once`, async () => {
    const all = await readIds(list, orderBy)
    expect(new Set(all).size).toBe(all.length)
    const forward: string[] = []
    let after = ''
    for (let more = true; more; ) {
      const page = await askPage(list, `${orderBy}, first: 10${after}`)
      forward.push(...page.nodes.map(({ id }) => id))
      expect(page.pageInfo.hasPreviousPage).toBe(after !== '')
      more = page.pageInfo.hasNextPage
      after = `, after: "${page.pageInfo.endCursor}"`
    }
    expect(forward).toEqual(all)
    const backward: string[] = []
    let before = ''
    for (let more = true; more; ) {
      const page = await askPage(list, `${orderBy}, last: 10${before}`)
      backward.unshift(...page.nodes.map(({ id }) => id))
      expect(page.pageInfo.hasNextPage).toBe(before !== '')
      more = page.pageInfo.hasPreviousPage
      before = `, before: "${page.pageInfo.startCursor}"`
    }
    expect(backward).toEqual(all)
    const numbered = await Promise.all(
      [0, 20, 40, 60, 80].map((offset) => askPage(list, `${orderBy}, first: 20, offset: ${offset}`)),
    )
    expect(numbered.flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(all.slice(0, 100))
  })

  test(`returns each row once by ${field} ${direction} while rows are added at the start`, async () => {
    const before = await readIds(list, orderBy)
    const walked: string[] = []
    let after = ''
    for (let more = true, step = 0; more; step += 1) {
      const page = await askPage(list, `${orderBy}, first: 9${after}`)
      walked.push(...page.nodes.map(({ id }) => id))
      if (step < 4) await addAtHead(kind, step)
      more = page.pageInfo.hasNextPage
      after = `, after: "${page.pageInfo.endCursor}"`
    }
    expect(new Set(walked).size).toBe(walked.length)
    expect(walked.filter((id) => before.includes(id))).toEqual(before)
  })
})

test('ids break ties in the direction of the order, and rows without a value come last in either direction', async () => {
  const { data } = await app.send(`{
    up: llmCalls(first: 1000, orderBy: { field: COST, direction: ASC }) { nodes { id cost } }
    down: llmCalls(first: 1000, orderBy: { field: COST, direction: DESC }) { nodes { id cost } }
  }`)
  type Rows = { nodes: { id: string; cost: number | null }[] }
  const { up, down } = data as unknown as { up: Rows; down: Rows }
  const key = ({ cost, id }: Rows['nodes'][number], none: number) => [cost ?? none, id] as const
  const compare = (a: readonly [number, string], b: readonly [number, string]) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)
  expect(up.nodes).toEqual(up.nodes.toSorted((a, b) => compare(key(a, Infinity), key(b, Infinity))))
  expect(down.nodes).toEqual(down.nodes.toSorted((a, b) => -compare(key(a, -Infinity), key(b, -Infinity))))
})

test('an empty page, and a page between two cursors', async () => {
  const { pageInfo, nodes } = await askPage('errors', 'first: 0')
  expect({ pageInfo, nodes }).toEqual({
    nodes: [],
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
  })
  const { nodes: all } = await askPage('errors', 'first: 30')
  const { data } = await app.send('{ errors(first: 30) { edges { cursor node { id } } } }')
  const { edges } = (data as unknown as { errors: { edges: { cursor: string; node: { id: string } }[] } }).errors
  const between = await askPage('errors', `after: "${edges[3]?.cursor}", before: "${edges[9]?.cursor}"`)
  expect(between.nodes).toEqual(all.slice(4, 9))
})
