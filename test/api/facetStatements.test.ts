import { getNamedType, isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { records } from '../../src/records/registry.ts'
import { schema } from '../../src/server/schema.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { facetsNow, sendCounting, storeFacetRows } from '../support/facetRows.ts'
import { facetFields } from '../support/plainFacets.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => facetsNow })
  await storeFacetRows(app.db)
})
afterAll(() => app.close())

test('each list has the facets of its dimensions that the filter selects by, and only those', () => {
  const lists = Object.entries(facetFields).map(([list, fields]) => {
    const connection = getNamedType(schema.getQueryType()?.getFields()[list]?.type)
    const facets = isObjectType(connection) ? getNamedType(connection.getFields()['facets']?.type) : undefined
    return {
      list,
      found: isObjectType(facets) ? Object.keys(facets.getFields()).sort() : [],
      fields: Object.keys(fields).sort(),
    }
  })
  expect(lists.map(({ list, found }) => ({ list, found }))).toEqual(
    lists.map(({ list, fields }) => ({ list, found: fields })),
  )
  expect(Object.keys(facetFields).sort()).toEqual([...records.map(({ list }) => list), 'turns'].sort())
})

test('a filter bar with its list is one statement for all facets, one for the page and one for the count', async () => {
  const query = `{
    llmCalls(filter: { statuses: [ERROR], userIds: ["ann"] }, first: 1) {
      totalCount
      nodes { id }
      facets { ...Bar modelNames(first: 1) { value } }
      again: facets { ...Bar }
    }
  }
  fragment Bar on LlmCallFacets { statuses { value count } userIds { value count name } platforms { value } botIds { value name } }`
  const { data, statements } = await sendCounting(app, query)
  expect(statements).toBe(3)
  const bar = {
    statuses: [
      { value: 'ERROR', count: 1 },
      { value: 'SUCCESS', count: 1 },
    ],
    userIds: [
      { value: 'ann', count: 1, name: 'Anna' },
      { value: 'bob', count: 1, name: null },
    ],
    platforms: [{ value: 'person' }],
    botIds: [{ value: 'bot-1', name: 'Bot' }],
  }
  expect(data).toEqual({
    llmCalls: {
      totalCount: 1,
      nodes: [{ id: '2' }],
      facets: { ...bar, modelNames: [{ value: 'gpt-4o' }] },
      again: bar,
    },
  })
})

test('nothing is computed for facets that are not selected, and for none of their values', async () => {
  const { statements } = await app.db.record(() =>
    app.send(
      '{ llmCalls { facets { __typename modelNames(first: 0) { value } statuses @skip(if: true) { value } } } }',
    ),
  )
  expect(statements).toEqual([])
})

test('facets of the lists of sessions and of groups of errors, in one statement for all parents', async () => {
  const query = `{
    sessions(orderBy: { field: START_TIME }, filter: { platforms: ["person", "group"] }) {
      facets { isActive { value count } platforms(search: "gr") { value count } }
      nodes {
        id
        messages(filter: { userIds: ["bob"] }, first: 0) {
          facets { userIds { value count name } roles { value count } levels { value count } }
        }
      }
    }
    errorGroups(filter: { userIds: ["bob"] }, scope: { botIds: ["bot-1"] }) {
      groups { errors { facets { userIds { value count } botIds { value count } } } }
    }
  }`
  const { data, statements } = await sendCounting(app, query)
  expect(data).toEqual({
    sessions: {
      facets: {
        isActive: [
          { value: false, count: 1 },
          { value: true, count: 1 },
        ],
        platforms: [{ value: 'group', count: 1 }],
      },
      nodes: [
        {
          id: 'session-2',
          messages: { facets: { userIds: [{ value: 'ann', count: 1, name: 'Anna' }], roles: [], levels: [] } },
        },
        {
          id: 'session-1',
          messages: { facets: { userIds: [{ value: 'ann', count: 1, name: 'Anna' }], roles: [], levels: [] } },
        },
      ],
    },
    errorGroups: {
      groups: [
        {
          errors: {
            facets: {
              userIds: [
                { value: 'ann', count: 1 },
                { value: 'bob', count: 1 },
              ],
              botIds: [{ value: 'bot-1', count: 1 }],
            },
          },
        },
      ],
    },
  })
  expect(statements).toBe(5)
})

test('facets of all turns find their errors first, those of a session count the errors of each of its turns', async () => {
  const record = async (query: string) => {
    const { result, statements } = await app.db.record(() => app.send(query))
    expect(result.errors).toBeUndefined()
    return statements.filter((text) => text.includes('AS part'))
  }
  const facets = 'turns(first: 0, filter: { hasErrors: true }) { facets { botIds { value } } }'
  const errors = /"monitoring_errors"|JOIN monitoring_errors/
  const [all, ...more] = await record(`{ ${facets} }`)
  expect([all, more.length]).toEqual([expect.stringMatching(errors), 0])
  expect(all).not.toContain('"error_count"')
  const [own] = await record(`{ sessions { nodes { ${facets} } } }`)
  expect(own).toContain('"error_count"')
  expect(own).not.toMatch(errors)
})

test('counts and facets of turns find the first question of all sessions at once, or of each session that is read', async () => {
  const readings = async (filter: string) => {
    const query = `{ turns(first: 0, filter: ${filter}) { totalCount facets { botIds { value } userIds { value } } } }`
    const { result, statements } = await app.db.record(() => app.send(query))
    expect(result.errors).toBeUndefined()
    return statements.map((text) => {
      if (text.includes('"botlens_turns"')) return 'view'
      return text.includes('DISTINCT ON (session_id)') ? 'all' : text.includes('asked_by') ? 'each' : text
    })
  }
  expect(await readings('{}')).toEqual(['all', 'all'])
  expect(await readings('{ botIds: [], search: "" }')).toEqual(['all', 'all'])
  expect(await readings('{ startTime: "2026-06-01", or: [{ userIds: ["ann"] }, { platforms: ["person"] }] }')).toEqual([
    'each',
    'each',
  ])
  expect(await readings('{ hasErrors: false, and: [{ hasFeedback: false }] }')).toEqual(['all', 'all'])
  expect(await readings('{ hasErrors: false, platforms: ["person"] }')).toEqual(['each', 'each'])
  expect(await readings('{ hasErrors: true }')).toEqual(['view', 'view'])
  expect(await readings('{ hasReply: false }')).toEqual(['view', 'view'])
  expect(await readings('{ not: { hasReply: true } }')).toEqual(['view', 'view'])
})

describe('bad arguments', () => {
  test.each([
    ['modelNames(first: -1) { value }', 'first must be from 0 to 1000, not -1'],
    ['modelNames(first: 1001) { value }', 'first must be from 0 to 1000, not 1001'],
    [`modelNames(search: "${'x'.repeat(1001)}") { value }`, 'search has 1001 characters: at most 1000 are allowed'],
    ['userIds(search: "a\\u0000") { value }', 'search: "a\\u0000" contains U+0000, which stored text cannot contain'],
    [`statuses(search: "${'x'.repeat(1001)}") { value }`, 'search has 1001 characters: at most 1000 are allowed'],
  ])('%s', async (selection, message) => {
    const answer = await ask(app, `{ llmCalls { facets { ${selection} } } }`)
    expect(answer.errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('a filter that is not valid is an error of the facet', async () => {
    const answer = await ask(
      app,
      '{ llmCalls(filter: { message: { botIds: ["a\\u0000"] } }) { facets { statuses { value } } } }',
    )
    expect(answer.errors).toMatchObject([
      {
        message: 'filter.message.botIds: "a\\u0000" contains U+0000, which stored text cannot contain',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ])
  })
})

test('the cost counts the values that can be returned', async () => {
  const costOf = async (query: string) => (await ask(app, query)).extensions?.['cost']
  const list = await costOf('{ llmCalls(first: 0) { __typename } }')
  expect(await costOf('{ llmCalls(first: 0) { facets { modelNames { value } } } }')).toEqual(Number(list) + 22)
  expect(
    await costOf('{ llmCalls(first: 0) { facets { modelNames(first: 500) { value } statuses(first: 0) { value } } } }'),
  ).toEqual(Number(list) + 503)
})
