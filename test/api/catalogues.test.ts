import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { MonitoringFilter } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { at, storeReferences } from '../support/references.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  await storeReferences(app.db)
})
afterAll(() => app.close())

const Catalogues = graphql(`
  query Catalogues($scope: MonitoringFilter) {
    bots(scope: $scope) {
      nodes { id name firstSeen lastSeen messages sessions llmCalls embeddingCalls toolCalls errors feedback }
      truncated
      window { startTime }
    }
    pipelines(scope: $scope) { nodes { id name messages } }
    models(scope: $scope) { nodes { name firstSeen lastSeen llmCalls embeddingCalls } }
    platforms(scope: $scope) { nodes { name firstSeen lastSeen messages sessions feedback } }
    tools(scope: $scope) { nodes { name sources firstSeen lastSeen toolCalls } }
    users(scope: $scope) {
      nodes { id name firstSeen lastSeen messages sessions llmCalls embeddingCalls toolCalls errors feedback }
    }
    knowledgeBases(scope: $scope) { nodes { id firstSeen lastSeen embeddingCalls } }
  }
`)

const lists = ['messages', 'sessions', 'llmCalls', 'embeddingCalls', 'toolCalls', 'errors', 'feedback']
const counts = (...of: readonly number[]) => Object.fromEntries(lists.map((list, index) => [list, of[index]]))
const seen = (first: string, last: string) => ({ firstSeen: at(first).toISOString(), lastSeen: at(last).toISOString() })

test('everything that records refer to, in the order of keys', async () => {
  const found = await app.execute(Catalogues, {})
  expect(found).toEqual({
    bots: {
      nodes: [
        { id: 'bot-a', name: 'Bot A', ...seen('1T10:00', '9T12:00'), ...counts(2, 1, 1, 2, 1, 1, 0) },
        { id: 'bot-b', name: 'New B', ...seen('2T11:00', '5T10:31'), ...counts(2, 0, 1, 2, 2, 0, 0) },
        { id: 'bot-c', name: null, ...seen('8T00:00', '8T00:00'), ...counts(0, 0, 0, 0, 0, 0, 1) },
      ],
      truncated: false,
      window: { startTime: null },
    },
    pipelines: {
      nodes: [
        { id: 'pipe-a', name: 'Pipe A', messages: 2 },
        { id: 'pipe-b', name: 'Pipe B', messages: 2 },
        { id: 'pipe-c', name: 'Pipe B', messages: 0 },
      ],
    },
    models: {
      nodes: [
        { name: 'Qwen', ...seen('5T10:31', '5T10:31'), llmCalls: 1, embeddingCalls: 0 },
        { name: 'bge', ...seen('2T08:00', '4T09:00'), llmCalls: 0, embeddingCalls: 3 },
        { name: 'gpt', ...seen('1T10:31', '6T10:31'), llmCalls: 2, embeddingCalls: 1 },
      ],
    },
    platforms: {
      nodes: [
        { name: 'group', ...seen('2T11:00', '3T12:00'), messages: 2, sessions: 0, feedback: 0 },
        { name: 'person', ...seen('1T10:00', '9T12:00'), messages: 2, sessions: 1, feedback: 0 },
        { name: 'wecom', ...seen('8T00:00', '8T00:00'), messages: 0, sessions: 0, feedback: 1 },
      ],
    },
    tools: {
      nodes: [
        { name: 'Calendar', sources: ['MCP'], ...seen('4T08:00', '4T08:00'), toolCalls: 1 },
        { name: 'search', sources: ['NATIVE', 'UNKNOWN'], ...seen('2T08:00', '3T08:00'), toolCalls: 2 },
      ],
    },
    users: {
      nodes: [
        { id: 'alice', name: 'Alice', ...seen('1T10:00', '9T12:00'), ...counts(2, 1, 1, 2, 1, 0, 0) },
        { id: 'bob', name: 'Bobby', ...seen('2T11:00', '8T00:00'), ...counts(2, 0, 1, 2, 2, 0, 1) },
        { id: 'carol', name: 'Alice', ...seen('7T00:00', '7T00:00'), ...counts(0, 0, 0, 0, 0, 1, 0) },
      ],
    },
    knowledgeBases: {
      nodes: [
        { id: 'kb-1', ...seen('3T08:00', '3T08:00'), embeddingCalls: 1 },
        { id: 'kb-2', ...seen('2T08:00', '4T08:00'), embeddingCalls: 2 },
      ],
    },
  })
})

const scopes: readonly (readonly [MonitoringFilter, object])[] = [
  [
    { startTime: '2026-06-02T08:30:00Z', endTime: '2026-06-03T08:30:00Z' },
    {
      bots: [
        ['bot-a', 'Bot A', '3T08:00', '3T08:00', 0, 1],
        ['bot-b', 'New B', '2T11:00', '3T08:00', 1, 0],
      ],
      users: [
        ['alice', '3T08:00', '3T08:00', 0, 1],
        ['bob', '2T11:00', '3T08:00', 1, 0],
      ],
      tools: [['search', 1]],
      knowledgeBases: ['kb-1'],
    },
  ],
  [
    { botIds: ['bot-b'], pipelineIds: ['pipe-b'] },
    {
      bots: [['bot-b', 'New B', '2T11:00', '5T10:31', 2, 2]],
      users: [['bob', '2T11:00', '5T10:31', 2, 2]],
      tools: [
        ['Calendar', 1],
        ['search', 1],
      ],
      knowledgeBases: ['kb-2'],
    },
  ],
]

test.each(scopes)('in the scope %j', async (scope, expected) => {
  const { bots, users, tools, knowledgeBases } = await app.execute(Catalogues, { scope })
  const shorten = (time: string) => time.slice(9, 16)
  expect({
    bots: bots.nodes.map((bot) => [
      bot.id,
      bot.name,
      shorten(bot.firstSeen),
      shorten(bot.lastSeen),
      bot.messages,
      bot.embeddingCalls,
    ]),
    users: users.nodes.map((user) => [
      user.id,
      shorten(user.firstSeen),
      shorten(user.lastSeen),
      user.messages,
      user.embeddingCalls,
    ]),
    tools: tools.nodes.map(({ name, toolCalls }) => [name, toolCalls]),
    knowledgeBases: knowledgeBases.nodes.map(({ id }) => id),
  }).toEqual(expected)
})

const Paged = graphql(`
  query PagedCatalogues($search: String, $first: Int!, $botAfter: ID, $userAfter: ID, $modelAfter: String) {
    bots(search: $search, first: $first, after: $botAfter) {
      nodes {
        id
      }
      truncated
    }
    users(search: $search, first: $first, after: $userAfter) {
      nodes {
        id
      }
      truncated
    }
    models(search: $search, first: $first, after: $modelAfter) {
      nodes {
        name
      }
      truncated
    }
  }
`)

describe('entries are', () => {
  const readKeys = async (variables: object) => {
    const { bots, users, models } = await app.execute(Paged, { first: 100, ...variables })
    const keys = [bots.nodes.map(({ id }) => id), users.nodes.map(({ id }) => id), models.nodes.map(({ name }) => name)]
    return { keys, truncated: [bots, users, models].map(({ truncated }) => truncated) }
  }

  test('read page by page by key', async () => {
    expect(await readKeys({ first: 2 })).toEqual({
      keys: [
        ['bot-a', 'bot-b'],
        ['alice', 'bob'],
        ['Qwen', 'bge'],
      ],
      truncated: [true, true, true],
    })
    expect(await readKeys({ first: 2, botAfter: 'bot-b', userAfter: 'bob', modelAfter: 'bge' })).toEqual({
      keys: [['bot-c'], ['carol'], ['gpt']],
      truncated: [false, false, false],
    })
    expect(await readKeys({ first: 0 })).toEqual({ keys: [[], [], []], truncated: [true, true, true] })
  })

  test.each([
    ['BOT-B', ['bot-b'], [], []],
    ['new b', ['bot-b'], [], []],
    ['old b', [], [], []],
    ['bobby', [], ['bob'], []],
    ['E', ['bot-b'], ['alice', 'carol'], ['Qwen', 'bge']],
    ['%', [], [], []],
    ['', ['bot-a', 'bot-b', 'bot-c'], ['alice', 'bob', 'carol'], ['Qwen', 'bge', 'gpt']],
  ])('searched by key and name: %s', async (search, ...keys) => {
    expect((await readKeys({ search })).keys).toEqual(keys)
  })

  test.each([
    ['{ bots(first: 1001) { truncated } }', 'first must be from 0 to 1000, not 1001'],
    [
      '{ users(after: "a\\u0000") { truncated } }',
      'after: "a\\u0000" is not a valid key: at most 255 characters without U+0000 are allowed',
    ],
  ])('%s is an error', async (query, message) => {
    expect((await app.send(query)).errors?.[0]?.message).toBe(message)
  })
})

test.each([
  ['bots { nodes { id name firstSeen lastSeen messages errors } truncated }', 1],
  ['users { nodes { id name firstSeen lastSeen messages errors } truncated }', 1],
  ['bots { window { asOf } }', 0],
])('{ %s } takes %i statements for any number of entries', async (selection, count) => {
  const { result, statements } = await app.db.record(() => app.send(`{ ${selection} }`))
  expect(result.errors).toBeUndefined()
  expect(statements).toHaveLength(count)
})
