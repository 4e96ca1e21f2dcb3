import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { storeTalks } from '../support/talks.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await storeTalks(app.db)
})
afterAll(() => app.close())

const LightMessages = graphql(`
  query LightMessages {
    messages(first: 5) {
      nodes {
        id
        status
      }
    }
  }
`)
const MessageTexts = graphql(`
  query MessageTexts {
    messages(first: 5) {
      nodes {
        messageText
      }
    }
  }
`)
const OnlyTheCount = graphql(`
  query OnlyTheCount {
    messages(filter: { statuses: [SUCCESS] }) {
      totalCount
    }
  }
`)

describe('only what is selected is read', () => {
  test('contents are read for content or text only', async () => {
    const light = await app.db.record(() => app.execute(LightMessages, {}))
    expect(light.statements).toHaveLength(1)
    expect(light.statements[0]).not.toContain('message_content')
    expect(light.statements[0]).not.toContain('count(')
    const texts = await app.db.record(() => app.execute(MessageTexts, {}))
    expect(texts.statements).toHaveLength(1)
    expect(texts.statements[0]).toContain('message_content')
    expect(texts.statements[0]).not.toContain('bot_name')
  })

  test('a count reads no rows', async () => {
    const { result, statements } = await app.db.record(() => app.execute(OnlyTheCount, {}))
    expect(result.messages.totalCount).toBe(120)
    expect(statements).toHaveLength(1)
    expect(statements[0]).not.toContain('LIMIT')
  })
})

const Statistics = graphql(`
  query AllStatistics {
    tokenStatistics {
      summary {
        totalCalls
      }
      byModel {
        modelName
      }
      timeseries {
        label
      }
    }
    feedbackStats {
      totalFeedback
      byBot {
        total
      }
      byPipeline {
        total
      }
    }
  }
`)

test('token statistics take at most 3 statements, feedback statistics 1', async () => {
  const { statements } = await app.db.record(() => app.execute(Statistics, {}))
  expect(statements.filter((text) => text.includes('monitoring_llm_calls')).length).toBeLessThanOrEqual(3)
  expect(statements.filter((text) => text.includes('monitoring_feedback'))).toHaveLength(1)
})

/** The plan of a statement, with literals instead of parameters. */
const explain = async (statement: string, values: readonly string[]): Promise<string> => {
  const text = statement.replaceAll(/\$(\d)/g, (_, number: string) => values[Number(number) - 1] ?? '')
  const plan = await app.db.query<{ 'QUERY PLAN': string }>(sql`EXPLAIN (ANALYZE, TIMING OFF) ${raw(text)}`)
  return plan.map((row) => row['QUERY PLAN']).join('\n')
}

test('a range of whole numbers uses the index of its column', async () => {
  await app.db.execute(sql`
    INSERT INTO monitoring_llm_calls (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, model_name,
      input_tokens, output_tokens, total_tokens, duration, status, session_id)
    SELECT 'range-' || i, '2025-01-01'::timestamptz, 'b', 'b', 'p', 'p', 'm', 1, 1, i, 1, 'success', 's'
    FROM generate_series(1, 20000) AS i`)
  await app.db.execute(sql`ANALYZE monitoring_llm_calls`)
  const { statements } = await app.db.record(() =>
    app.send(
      '{ llmCalls(first: 5, filter: { totalTokens: { gt: 100, lte: 105 } }, orderBy: { field: TOTAL_TOKENS }) { nodes { id } } }',
    ),
  )
  expect(await explain(statements[0] ?? '', ['100', '105', '6'])).toMatch(
    /Index Cond: \(\(total_tokens > 100\) AND \(total_tokens <= 105\)\)/,
  )
})

test('a deep page of 100,000 messages reads only its own rows from the index', async () => {
  await app.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    SELECT 'deep-' || i, '2025-01-01'::timestamptz + i * interval '1 second', 'b', 'b', 'p', 'p', 'x', 's', 'success', 'info'
    FROM generate_series(1, 100000) AS i`)
  await app.db.execute(sql`ANALYZE monitoring_messages`)
  const cursor = Buffer.from(
    JSON.stringify(['Message.TIMESTAMP DESC', '2025-01-01T01:00:00.000Z', 'deep-3600']),
  ).toString('base64url')
  const { statements, result } = await app.db.record(() =>
    app.send(`{ messages(first: 50, after: "${cursor}") { nodes { id } } }`),
  )
  expect((result.data as unknown as { messages: { nodes: unknown[] } }).messages.nodes[0]).toEqual({ id: 'deep-3599' })
  const text = await explain(statements[0] ?? '', ["'2025-01-01T01:00:00.000Z'", "'deep-3600'", '51'])
  expect(text).toMatch(/Index (Only )?Scan Backward using monitoring_messages_timestamp_id_idx/)
  expect(text).toMatch(/Index (Only )?Scan.*actual rows=51(\.00)? /)
})
