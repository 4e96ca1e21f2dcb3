import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { facetsNow, sendCounting, storeFacetRows } from '../support/facetRows.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => facetsNow })
  await storeFacetRows(app.db)
})
afterAll(() => app.close())

/** Reads facets of LLM calls, in one statement. */
const find = async (selection: string, args = '') => {
  type Data = { readonly llmCalls: { readonly facets: Readonly<Record<string, object[]>> } }
  const { data, statements } = await sendCounting<Data>(app, `{ llmCalls${args} { facets { ${selection} } } }`)
  expect(statements).toBe(1)
  return data.llmCalls.facets
}

const values = (facet: readonly object[] | undefined) =>
  facet?.map((entry) => Object.values(entry as Record<string, unknown>))

test('values with their counts, most frequent first, ties by value, without null', async () => {
  const facets = await find(
    'modelNames { value count } statuses { value count } platforms { value count } userIds { value count name } botIds { value name count } sessionIds { value count }',
  )
  expect(facets).toEqual({
    modelNames: [
      { value: 'gpt-4o', count: 3 },
      { value: 'qwen_max', count: 2 },
      { value: 'Claude', count: 1 },
    ],
    // All other stored values are one: `odd` and `strange`. Ties are in the order of the stored values.
    statuses: [
      { value: 'ERROR', count: 2 },
      { value: 'SUCCESS', count: 2 },
      { value: 'UNKNOWN', count: 2 },
    ],
    platforms: [
      { value: 'person', count: 3 },
      { value: 'group', count: 2 },
    ],
    userIds: [
      { value: 'ann', count: 2, name: 'Anna' },
      { value: 'bob', count: 2, name: null },
      { value: 'user-1', count: 1, name: null },
    ],
    botIds: [
      { value: 'bot-1', name: 'Bot', count: 4 },
      { value: 'bot-2', name: 'Zwei', count: 2 },
    ],
    sessionIds: [{ value: 'session-1', count: 6 }],
  })
})

describe('the own field of a facet', () => {
  test('does not restrict its values, but those of the other facets', async () => {
    const facets = await find(
      'modelNames { value count } statuses { value count } userIds { value count }',
      '(filter: { modelNames: ["gpt-4o"], statuses: [ERROR, SUCCESS] })',
    )
    expect(values(facets['modelNames'])).toEqual([
      ['gpt-4o', 2],
      ['Claude', 1],
      ['qwen_max', 1],
    ])
    expect(values(facets['statuses'])).toEqual([
      ['ERROR', 1],
      ['SUCCESS', 1],
      ['UNKNOWN', 1],
    ])
    expect(values(facets['userIds'])).toEqual([['ann', 2]])
  })

  test('restricts its values inside and, or and not, and in the scope', async () => {
    const botIds = 'botIds { value count } modelNames { value count }'
    const restricted = {
      botIds: [['bot-2', 2]],
      modelNames: [
        ['Claude', 1],
        ['qwen_max', 1],
      ],
    }
    for (const args of [
      '(filter: { and: [{ botIds: ["bot-2"] }] })',
      '(filter: { or: [{ botIds: ["bot-2"] }] })',
      '(filter: { not: { botIds: ["bot-1"] } })',
      '(scope: { botIds: ["bot-2"] })',
      '(scope: { botIds: ["bot-2"] }, filter: { botIds: [] })',
    ]) {
      const facets = await find(botIds, args)
      expect({ args, botIds: values(facets['botIds']), modelNames: values(facets['modelNames']) }).toEqual({
        args,
        ...restricted,
      })
    }
    const both = await find(botIds, '(scope: { botIds: ["bot-2"] }, filter: { botIds: ["bot-1"] })')
    expect(values(both['botIds'])).toEqual([['bot-2', 2]])
    expect(both['modelNames']).toEqual([])
  })
})

test('windows, relations and searches of the filter restrict the values', async () => {
  const models = async (args: string) => values((await find('modelNames { value count }', args))['modelNames'])
  expect(await models('(filter: { startTime: "2026-06-03", endTime: "2026-06-03T23:59:59Z" })')).toEqual([
    ['gpt-4o', 1],
    ['qwen_max', 1],
  ])
  expect(await models('(scope: { last: "P2D" })')).toEqual([
    ['Claude', 1],
    ['qwen_max', 1],
  ])
  expect(await models('(scope: { last: "P2D" }, filter: { endTime: "2026-06-01" })')).toEqual([])
  expect(await models('(filter: { message: { roles: [ASSISTANT] } })')).toEqual([['Claude', 1]])
  expect(await models('(filter: { search: "no such text" })')).toEqual([])
})

test('search finds parts of values, of names and of the names of an enum; first limits the values', async () => {
  const facets = await find(`
    part: modelNames(search: "GPT") { value }
    literal: modelNames(search: "_") { value }
    top: modelNames(first: 1) { value count }
    none: modelNames(first: 0) { value }
    byName: userIds(search: "NNA") { value name }
    byId: userIds(search: "BO") { value name count }
    unnamed: userIds(search: "nna") { value }
    bots: botIds(search: "zw") { value count }
    errors: statuses(search: "rr") { value count }
    unknown: statuses(search: "unk") { value count }
    pending: statuses(search: "pending") { value }
    all: modelNames(search: null) { value }
  `)
  expect(facets).toEqual({
    part: [{ value: 'gpt-4o' }],
    literal: [{ value: 'qwen_max' }],
    top: [{ value: 'gpt-4o', count: 3 }],
    none: [],
    byName: [{ value: 'ann', name: 'Anna' }],
    byId: [{ value: 'bob', name: null, count: 2 }],
    unnamed: [{ value: 'ann' }],
    bots: [{ value: 'bot-2', count: 2 }],
    errors: [{ value: 'ERROR', count: 2 }],
    unknown: [{ value: 'UNKNOWN', count: 2 }],
    pending: [],
    all: [{ value: 'gpt-4o' }, { value: 'qwen_max' }, { value: 'Claude' }],
  })
})

test('facets of an empty list', async () => {
  const empty = '(filter: { modelNames: ["none"] })'
  expect(await find('statuses { value } botIds { value name }', empty)).toEqual({ statuses: [], botIds: [] })
  const { data } = await app.send('{ feedback { facets { types { value count } userIds { value } } } }')
  expect(data).toEqual({ feedback: { facets: { types: [], userIds: [] } } })
})

test('the name is the newest one that is not empty', async () => {
  await store(app.db, 'llmCall', [
    { id: 'n-1', botId: 'renamed', botName: 'Named', timestamp: new Date('2026-06-05T10:00Z') },
    { id: 'n-2', botId: 'renamed', botName: '', timestamp: new Date('2026-06-05T11:00Z') },
    { id: 'n-3', botId: 'unnamed', botName: '', timestamp: new Date('2026-06-05T11:00Z') },
  ])
  expect(await find('botIds(search: "named") { value name }')).toEqual({
    botIds: [
      { value: 'renamed', name: 'Named' },
      { value: 'unnamed', name: null },
    ],
  })
})
