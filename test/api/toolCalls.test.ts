import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'session', [{ id: 's1' }, { id: 's2' }])
  await store(app.db, 'message', [
    { id: 'm1', sessionId: 's1' },
    { id: 'm2', sessionId: 's2' },
  ])
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 5, 12, minute))
  await store(app.db, 'toolCall', [
    { id: 't1', timestamp: at(1), sessionId: 's1', messageId: 'm1', durationMs: 100 },
    {
      id: 't2',
      timestamp: at(2),
      sessionId: 's1',
      messageId: 'm1',
      durationMs: 251,
      status: 'error',
      toolSource: 'mcp',
    },
    {
      id: 't3',
      timestamp: at(3),
      sessionId: 's1',
      messageId: 'm1',
      durationMs: 9,
      status: 'timeout',
      toolName: 'read',
    },
    {
      id: 't4',
      timestamp: at(4),
      sessionId: 's2',
      messageId: null,
      toolSource: 'other',
      botId: 'bot-2',
      result: '100%',
    },
  ])
})
afterAll(() => app.close())

const ListToolCalls = graphql(`
  query ListToolCalls($filter: ToolCallFilter, $orderBy: ToolCallOrder) {
    toolCalls(filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        id
        toolSource
        status
      }
    }
  }
`)

describe('the list', () => {
  test('has the newest first, and UNKNOWN for other stored values', async () => {
    const { toolCalls } = await app.execute(ListToolCalls, {})
    expect(toolCalls).toEqual({
      totalCount: 4,
      nodes: [
        { id: 't4', toolSource: 'UNKNOWN', status: 'SUCCESS' },
        { id: 't3', toolSource: 'NATIVE', status: 'TIMEOUT' },
        { id: 't2', toolSource: 'MCP', status: 'ERROR' },
        { id: 't1', toolSource: 'NATIVE', status: 'SUCCESS' },
      ],
    })
  })

  test.each([
    [{ toolNames: ['read'] }, ['t3']],
    [{ toolSources: ['MCP', 'UNKNOWN'] as const }, ['t4', 't2']],
    [{ statuses: ['ERROR', 'TIMEOUT'] as const }, ['t3', 't2']],
    [{ durationMs: { gte: 100, lt: 251 } }, ['t1']],
    [{ botIds: ['bot-2'] }, ['t4']],
    [{ sessionIds: ['s1'], not: { messageIds: ['m2'] } }, ['t3', 't2', 't1']],
    [{ search: '100%' }, ['t4']],
    [{ search: 'WEATHER', endTime: '2026-06-05T12:01:00Z' }, ['t1']],
  ])('is filtered by %j', async (filter, ids) => {
    // The literal types in the table match the filter.
    const { toolCalls } = await app.execute(ListToolCalls, { filter: filter as never })
    expect(toolCalls.nodes.map(({ id }) => id)).toEqual(ids)
    expect(toolCalls.totalCount).toBe(ids.length)
  })

  test('is ordered by duration', async () => {
    const orderBy = { field: 'DURATION', direction: 'ASC' } as const
    const { toolCalls } = await app.execute(ListToolCalls, { filter: { sessionIds: ['s1'] }, orderBy })
    expect(toolCalls.nodes.map(({ id }) => id)).toEqual(['t3', 't1', 't2'])
  })
})

const ToolCallEdges = graphql(`
  query ToolCallEdges {
    messages(orderBy: { field: TIMESTAMP }) {
      nodes {
        id
        toolCalls {
          id
          message {
            id
          }
        }
        toolStats {
          totalCalls
          successCalls
          errorCalls
          totalDurationMs
          averageDurationMs
        }
      }
    }
    sessions {
      nodes {
        id
        toolCalls(first: 1) {
          totalCount
          nodes {
            id
            session {
              id
            }
          }
        }
        toolStats {
          totalCalls
          averageDurationMs
        }
      }
    }
  }
`)

test('edges of messages and sessions, in a fixed number of statements', async () => {
  const { result, statements } = await app.db.record(() => app.execute(ToolCallEdges, {}))
  expect(result.messages.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    {
      id: 'm1',
      toolCalls: ['t1', 't2', 't3'].map((id) => ({ id, message: { id: 'm1' } })),
      toolStats: { totalCalls: 3, successCalls: 1, errorCalls: 1, totalDurationMs: 360, averageDurationMs: 120 },
    },
    {
      id: 'm2',
      toolCalls: [],
      toolStats: { totalCalls: 0, successCalls: 0, errorCalls: 0, totalDurationMs: 0, averageDurationMs: 0 },
    },
  ])
  expect(result.sessions.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    {
      id: 's1',
      toolCalls: { totalCount: 3, nodes: [{ id: 't3', session: { id: 's1' } }] },
      toolStats: { totalCalls: 3, averageDurationMs: 120 },
    },
    {
      id: 's2',
      toolCalls: { totalCount: 1, nodes: [{ id: 't4', session: { id: 's2' } }] },
      toolStats: { totalCalls: 1, averageDurationMs: 300 },
    },
  ])
  expect(statements).toHaveLength(9)
})

test('the export has all columns in order', async () => {
  const response = await app.fetch('/api/v1/monitoring/export?type=tool-calls&sessionId=s2')
  expect(await response.text()).toBe(
    '\uFEFFid,timestamp,tool_name,tool_source,duration_ms,status,bot_id,bot_name,pipeline_id,pipeline_name,session_id,message_id,arguments,result,error_message\n' +
      't4,2026-06-05 12:04:00,web_search,other,300,success,bot-2,Bot,pipeline-1,Pipeline,s2,,"{""query"":""weather""}",100%,\n',
  )
})
