import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { runInScope } from '../../src/shared/requestScope.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { repeat } from '../support/attacks.ts'
import { measureCpu } from '../support/cpu.ts'
import { store } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'

let app: TestApp
let strict: TestApp
beforeAll(async () => {
  app = await startTestApp()
  strict = await startTestApp({ limits: { ...testLimits, maxResponseBytes: 500_000 } })
})
afterAll(async () => {
  await app.close()
  await strict.close()
})

const advise = (path: string, first: number) =>
  `The most expensive field is ${path}: request it with first: ${first}, or export whole tables at /api/v1/monitoring/export.`

const storeLarge = (target: TestApp, count: number, bytes: number) =>
  target.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    SELECT 'large-' || i, '2026-01-01'::timestamptz + i * interval '1 second', 'large', 'b', 'p', 'p',
      repeat('0123456789', ${bytes / 10}), 's', 'success', 'info' FROM generate_series(1, ${count}) AS i`)

describe('an operation that reads too much', () => {
  test('600 messages of a megabyte are rejected without using memory', async () => {
    // The embedded database holds a whole result in memory, so the rows are smaller there.
    await storeLarge(app, 600, serverUrl ? 1_000_000 : 100_000)
    const query = '{ messages(first: 600) { nodes { messageContent } } }'
    const measure = () => process.memoryUsage().heapUsed + process.memoryUsage().external
    const before = measure()
    let most = before
    const timer = setInterval(() => {
      most = Math.max(most, measure())
    }, 5)
    const answer = await ask(app, query)
    clearInterval(timer)
    expect([answer.status, answer.data, codesOf(answer)]).toEqual([200, undefined, ['QUERY_TOO_COMPLEX']])
    expect(answer.errors[0]?.message).toBe(
      `The operation read more than 32,000,000 bytes (MAX_RESPONSE_BYTES). ${advise('messages', serverUrl ? 24 : 254)}`,
    )
    if (serverUrl) expect(most - before).toBeLessThan(200_000_000)
    const narrower = query.replace('600', String(serverUrl ? 24 : 254))
    expect((await ask(app, narrower)).errors).toEqual([])
  })

  test('several lists of one operation count together', async () => {
    await storeLarge(strict, 10, 60_000)
    const list = 'messages(first: 5) { nodes { messageContent } }'
    expect((await ask(strict, `{ ${list} }`)).errors).toEqual([])
    const answer = await ask(strict, `{ ${list} other: messages(last: 5) { nodes { messageContent } } }`)
    expect(codesOf(answer)).toEqual(['QUERY_TOO_COMPLEX'])
    expect(answer.errors[0]?.message).toBe(
      'The operation read more than 500,000 bytes (MAX_RESPONSE_BYTES). Send each of its root fields in an operation of its own.',
    )
    expect((await ask(strict, '{ messages(last: 5) { nodes { messageContent } } }')).errors).toEqual([])
  })

  test('the error advises the size of the page that reads too much', async () => {
    // Its cost is higher, but nothing is read for it.
    const few = '__typename few: llmCalls(first: 1000) { __typename nodes @skip(if: true) { id } }'
    const query = (first: number) => `{ ${few} large: messages(first: ${first}) { nodes { messageContent } } }`
    const answer = await ask(strict, query(10))
    expect(answer.errors[0]?.message).toBe(
      `The operation read more than 500,000 bytes (MAX_RESPONSE_BYTES). ${advise('large', 5)}`,
    )
    expect((await ask(strict, query(5))).errors).toEqual([])
    await store(strict.db, 'session', [{ id: 's' }])
    const nested = (sessions: number, messages: number) =>
      `{ sessions(first: ${sessions}) { nodes { messages(first: ${messages}) { nodes { messageContent } } } } }`
    const inSession = await ask(strict, nested(1, 10))
    expect(inSession.errors[0]?.message).toBe(
      `The operation read more than 500,000 bytes (MAX_RESPONSE_BYTES). ${advise('sessions.nodes.messages', 3)}`,
    )
    expect((await ask(strict, nested(1, 3))).errors).toEqual([])
  })

  test('a type name does not count as a field that is read', async () => {
    // Not even one of these messages may be read, so the page cannot be reduced.
    await strict.db.execute(sql`
      INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
        session_id, status, level)
      VALUES ('huge', '2026-03-01', 'huge', 'b', 'p', 'p', repeat('x', 600000), 's', 'success', 'info')`)
    const answer = await ask(strict, '{ __typename kind: __typename message(id: "huge") { messageContent } }')
    await strict.db.execute(sql`DELETE FROM monitoring_messages WHERE id = 'huge'`)
    expect(answer.errors[0]?.message).toBe(
      'The operation read more than 500,000 bytes (MAX_RESPONSE_BYTES). Request smaller pages or fewer long texts.',
    )
  })

  test('exports are not limited', async () => {
    const response = await strict.fetch('/api/v1/monitoring/export?type=messages')
    expect([response.status, (await response.text()).length > 600_000]).toEqual([200, true])
  })

  test('statements of Prisma count as well', async () => {
    let bytes = 0
    const scope = {
      signal: new Cancellation(),
      onStatement: () => undefined,
      countBytes: () => (more: number) => {
        bytes += more
        return undefined
      },
    }
    const rows = await runInScope(scope, async () => await strict.db.prisma.message.findMany({ take: 5 }))
    expect(rows).toHaveLength(5)
    expect(bytes).toBeGreaterThan(300_000)
  })
})

test('a response that aliases make too large is rejected', async () => {
  const query = `{ messages(first: 1) { nodes { ${repeat(30, (i) => `a${i}: messageContent`)} } } }`
  const answer = await ask(strict, query)
  expect([answer.status, answer.data, codesOf(answer)]).toEqual([200, undefined, ['QUERY_TOO_COMPLEX']])
  expect(answer.errors[0]?.message).toBe(
    'The operation returned more than 500,000 bytes (MAX_RESPONSE_BYTES). Send its fields in at least 5 operations.',
  )
  const ofJson = await ask(strict, query, { headers: { accept: 'application/graphql-response+json' } })
  expect([ofJson.status, codesOf(ofJson)]).toEqual([400, ['QUERY_TOO_COMPLEX']])
})

test('the error advises the size of the page that returns too much', async () => {
  const query = (first: number) =>
    `{ messages(first: ${first}) { nodes { ${repeat(4, (i) => `a${i}: messageContent`)} } } few: llmCalls { nodes { id } } }`
  const answer = await ask(strict, query(4))
  expect(answer.errors[0]?.message).toBe(
    `The operation returned more than 500,000 bytes (MAX_RESPONSE_BYTES). ${advise('messages', 1)}`,
  )
  expect((await ask(strict, query(1))).errors).toEqual([])
})

test('the advised size is below the number of rows that were returned', async () => {
  await strict.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    SELECT 'short-' || i, '2026-01-02', 'short', 'b', 'p', 'p', repeat('x', 7500), 's', 'success', 'info'
    FROM generate_series(1, 40) AS i`)
  const rowsQuery = (size: string) =>
    `{ messages(${size}filter: { botIds: ["short"] }) { nodes { a: messageContent b: messageContent } } }`
  const rows = await ask(strict, rowsQuery('first: 1000, '))
  expect(rows.errors[0]?.message).toBe(
    `The operation returned more than 500,000 bytes (MAX_RESPONSE_BYTES). ${advise('messages', 26)}`,
  )
  const byDefault = await ask(strict, rowsQuery(''))
  expect(byDefault.errors[0]?.message).toBe(rows.errors[0]?.message)
  expect((await ask(strict, rowsQuery('first: 26, '))).errors).toEqual([])
})

test('the advised size is sufficient for texts that are longer in JSON', async () => {
  const query = (first: number) =>
    `{ messages(first: ${first}, filter: { botIds: ["escaped"] }) { nodes { messageContent } } }`
  await strict.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    SELECT 'escaped-' || i, '2026-01-03', 'escaped', 'b', 'p', 'p', repeat(chr(1), 10000), 's', 'success', 'info'
    FROM generate_series(1, 10) AS i`)
  const answer = await ask(strict, query(10))
  expect(answer.errors[0]?.message).toBe(
    `The operation returned more than 500,000 bytes (MAX_RESPONSE_BYTES). ${advise('messages', 7)}`,
  )
  expect((await ask(strict, query(7))).errors).toEqual([])
})

test('advice about a text that is returned many times takes little time', async () => {
  // Errors of one message, whose text is loaded once and returned 30,000 times: 90 GB.
  await app.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    VALUES ('linked', '2026-02-01', 'linked', 'b', 'p', 'p', repeat('中', 1000000), 's', 'success', 'info')`)
  await store(
    app.db,
    'errorLog',
    Array.from({ length: 1000 }, (_, index) => ({ id: `linked-${index}`, messageId: 'linked' })),
  )
  const query = `{ errors(first: 1000) { nodes { message { ${repeat(30, (i) => `a${i}: messageContent`)} } } } }`
  const { result, cpuMs } = await measureCpu(() => ask(app, query))
  expect(result.errors[0]?.message).toBe(
    'The operation returned more than 32,000,000 bytes (MAX_RESPONSE_BYTES). Send its fields in at least 1172 operations.',
  )
  expect(cpuMs).toBeLessThan(10_000)
})

test('a response is limited by its own size, even if little is read', async () => {
  // One message of 30 kB, cheap and below every limit, which is repeated by aliases.
  await strict.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    VALUES ('one', '2026-02-01', 'one', 'b', 'p', 'p', repeat('x', 30000), 's', 'success', 'info')`)
  const query = (times: number) => `{ ${repeat(times, (i) => `a${i}: message(id: "one") { messageContent }`)} }`
  const allowed = await ask(strict, query(16))
  expect(allowed.errors).toEqual([])
  const rejected = await ask(strict, query(17))
  expect([rejected.data, codesOf(rejected)]).toEqual([undefined, ['QUERY_TOO_COMPLEX']])
  expect(rejected.errors[0]?.message).toBe(
    'The operation returned more than 500,000 bytes (MAX_RESPONSE_BYTES). Send its fields in at least 2 operations.',
  )
})

test('a large response is identical to a small one, for any content', async () => {
  const texts = ['"quotes" \\ \n', '中文 \u2028 😀', '', '\u0001', 'x'.repeat(3000)]
  await store(
    app.db,
    'message',
    Array.from({ length: 1000 }, (_, index) => ({
      id: `text-${index}`,
      botId: 'texts',
      timestamp: new Date(Date.UTC(2026, 5, 5) + index * 1000),
      messageContent: texts[index % texts.length] ?? '',
      variables: JSON.stringify({ a: [1, null, true, { b: [] }], index }),
    })),
  )
  const query = (first: number) =>
    `{ messages(first: ${first}, filter: { botIds: ["texts"] }, orderBy: { field: TIMESTAMP, direction: ASC }) { nodes { id messageContent variables sessionId } } missing: message(id: "none") { id } }`
  const large = await ask(app, query(1000))
  const small = await ask(app, query(3))
  expect(large.text).toBe(JSON.stringify(JSON.parse(large.text)))
  expect(large.data?.['messages']).toHaveProperty('nodes.length', 1000)
  const nodes = (answer: typeof large) => (answer.data?.['messages'] as { nodes: unknown[] } | undefined)?.nodes
  expect(nodes(large)?.slice(0, 3)).toEqual(nodes(small))
  expect(large.errors).toEqual(small.errors)
})
