import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { createRandom, pick } from '../../src/demo/random.ts'
import { records } from '../../src/records/registry.ts'
import { rollups } from '../../src/records/rollups.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { sendCounting } from '../support/facetRows.ts'
import { computeFacets, type PlainFacetValue, selectFacets } from '../support/plainFacets.ts'
import { drawFilter, type PlainFilter } from '../support/plainFilter.ts'
import { type AllRows, type AnyRow, storeRelatedRows } from '../support/relatedRows.ts'

/** A new seed for each run, unless one is set to repeat a run. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const rounds = 30

let app: TestApp
let all: AllRows
beforeAll(async () => {
  console.log(`facets: FUZZ_SEED=${seed}`)
  app = await startTestApp({ limits: { ...testLimits, maxCost: 1e9 } })
  const stored = await storeRelatedRows(app.db, createRandom(seed))
  type Data = { readonly errors: { readonly nodes: readonly { readonly id: string; readonly fingerprint: string }[] } }
  const { data } = await sendCounting<Data>(app, '{ errors(first: 1000) { nodes { id fingerprint } } }')
  const fingerprints = new Map(data.errors.nodes.map(({ id, fingerprint }) => [id, fingerprint]))
  all = {
    ...stored,
    errors: (stored['errors'] ?? []).map((row) => ({ ...row, fingerprint: fingerprints.get(row.id) })),
  }
})
afterAll(() => app.close())

type Facets = Readonly<Record<string, PlainFacetValue[]>>

const lists = records.map(({ list, filter }) => ({ list, filter }))
const AllFacets = `query (${lists.map(({ list, filter }) => `$${list}: ${filter}`)}) {
  ${lists.map(({ list }) => `${list}(filter: $${list}) { ${selectFacets(list)} }`).join('\n')}
}`

/** The number of rows of a list that match a filter whose field of a facet has one value only. */
const countChosen = async (list: string, filter: PlainFilter, field: string, value: unknown) => {
  const type = lists.find((one) => one.list === list)?.filter ?? 'TurnFilter'
  const chosen = { ...filter, [field]: field === 'isActive' ? value : [value] }
  const query = `query ($filter: ${type}) { list: ${list}(filter: $filter) { totalCount } }`
  const { data } = await sendCounting<{ readonly list: { readonly totalCount: number } }>(app, query, {
    filter: chosen,
  })
  return data.list.totalCount
}

test(`the facets of ${rounds} random filters of each list are those of a plain computation`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    // Rollups are read with pending deltas first, and without them later.
    if (round === rounds / 2) await foldDeltas(app.db, rollups)
    const random = createRandom(seed, round + 1)
    const filters = Object.fromEntries(lists.map(({ list }) => [list, drawFilter(random, list, pick(random, [0, 3]))]))
    type Data = Readonly<Record<string, { readonly facets: Facets }>>
    const { data, statements } = await sendCounting<Data>(app, AllFacets, filters)
    expect(statements).toBe(lists.length)
    for (const { list } of lists) {
      const filter = filters[list] ?? {}
      const facets = data[list]?.facets ?? {}
      expect({ list, filter, facets }).toEqual({
        list,
        filter,
        facets: computeFacets(all, list, all[list] ?? [], filter),
      })
      const field = pick(random, Object.keys(facets))
      const value = facets[field]?.[0]
      if (value) expect(await countChosen(list, filter, field, value.value)).toBe(value.count)
    }
  }
})

test('the facets of the messages of each session, in one statement for all sessions', async () => {
  const list = 'messages'
  const query = `query ($f: MessageFilter) { sessions(first: 12) { nodes { id messages(first: 0, filter: $f) { ${selectFacets(list)} } } } }`
  for (let round = 0; round < 8; round += 1) {
    const filter = drawFilter(createRandom(seed, round, 1), list, 2)
    type Found = { readonly id: string; readonly messages: { readonly facets: Facets } }
    type Data = { readonly sessions: { readonly nodes: readonly Found[] } }
    const { data, statements } = await sendCounting<Data>(app, query, { f: filter })
    const { sessions } = data
    expect(sessions.nodes).toHaveLength(all['sessions']?.length ?? 0)
    for (const { id, messages } of sessions.nodes) {
      const rows = (all[list] ?? []).filter(({ sessionId }) => sessionId === id)
      expect({ filter, id, ...messages }).toEqual({ filter, id, facets: computeFacets(all, list, rows, filter) })
    }
    expect(statements).toBe(2)
  }
})

test('the facets of turns, of all and of each session', async () => {
  const turns = all['turns'] ?? []
  const query = `query ($f: TurnFilter) {
    turns(filter: $f) { ${selectFacets('turns')} }
    sessions(first: 12) { nodes { id turns(first: 0, filter: $f) { ${selectFacets('turns')} } } }
  }`
  for (let round = 0; round < 12; round += 1) {
    const filter = drawFilter(createRandom(seed, round, 2), 'turns', pick(createRandom(seed, round, 3), [0, 2]))
    type Found = { readonly id: string; readonly turns: { readonly facets: Facets } }
    type Data = { readonly turns: object; readonly sessions: { readonly nodes: readonly Found[] } }
    const { data, statements } = await sendCounting<Data>(app, query, { f: filter })
    const compute = (rows: readonly AnyRow[]) => computeFacets(all, 'turns', rows, filter)
    expect({ filter, ...data.turns }).toEqual({ filter, facets: compute(turns) })
    for (const { id, turns: found } of data.sessions.nodes)
      expect({ filter, id, ...found }).toEqual({
        filter,
        id,
        facets: compute(turns.filter(({ sessionId }) => sessionId === id)),
      })
    expect(statements).toBe(3)
  }
})
