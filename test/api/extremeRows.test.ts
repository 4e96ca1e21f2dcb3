import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { raw } from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { delegateNameOf } from '../../src/db/delegates.ts'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rebuildRollups } from '../../src/db/rollups/rebuild.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { records } from '../../src/records/registry.ts'
import { rollups } from '../../src/records/rollups.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type make, store } from '../support/factories.ts'
import { message, RecordMessages } from '../support/record.ts'

const migrations = join(import.meta.dirname, '..', '..', 'prisma', 'migrations')

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
afterEach(async () => {
  for (const { name } of await app.db.query<{ name: string }>(
    raw(`SELECT table_name AS name FROM information_schema.tables WHERE table_name LIKE 'monitoring\\_%'`),
  ))
    await app.db.execute(raw(`TRUNCATE ${name}`))
})

const statistics = `
  overview { totalMessages llmCalls embeddingCalls modelCalls successRate activeSessions totalErrors totalTokens totalCost }
  feedbackStats { totalFeedback byBot { botId total } byPipeline { pipelineId total } }
  hours: tokenStatistics(fillGaps: false) {
    summary {
      totalCalls successCalls errorCalls totalInputTokens totalOutputTokens totalTokens totalCost avgTokensPerCall
      avgDurationMs avgTokensPerSecond zeroTokenSuccessCalls
    }
    byModel { modelName calls errorCalls inputTokens outputTokens totalTokens cost avgTokensPerCall avgDurationMs }
    timeseries { bucketStart bucketEnd label inputTokens outputTokens totalTokens calls errorCalls cost avgDurationMs }
  }
  minutes: tokenStatistics(bucket: MINUTE, fillGaps: false) { timeseries { label totalTokens } }
  months: tokenStatistics(bucket: MONTH, timeZone: "Europe/Berlin", fillGaps: false) { timeseries { label totalTokens } }
`
const page = 'pageInfo { endCursor } totalCount'
const stats =
  'llmStats { totalCalls errorCalls totalInputTokens totalOutputTokens totalTokens totalDurationMs totalCost averageDurationMs }'
const lists = `
  messages { nodes { id timestamp status level role ${stats} } ${page} }
  llmCalls { nodes { id timestamp inputTokens outputTokens totalTokens durationMs cost status } ${page} }
  byCost: llmCalls(orderBy: { field: COST, direction: DESC }, first: 1) { nodes { id cost } ${page} }
  embeddingCalls { nodes { id timestamp promptTokens totalTokens durationMs inputCount status callType } ${page} }
  longest: sessions(orderBy: { field: DURATION, direction: DESC }, first: 1) { nodes { id } ${page} }
  sessions { nodes { id messageCount startTime lastActivity durationSeconds messageStats { total } ${stats} } ${page} }
  toolCalls { nodes { id timestamp durationMs status } ${page} }
  errors { nodes { id timestamp } ${page} }
  feedback { nodes { id timestamp type } ${page} }
`
const ask = async () => {
  const { data, errors } = await app.send(`{ ${statistics} ${lists} }`)
  expect(errors, JSON.stringify(errors) + app.log.at(-1)).toBeUndefined()
  return data as Record<string, Record<string, unknown>>
}

/** The same before deltas are folded, afterwards, and from rebuilt rollups. */
const askThroughout = async () => {
  const answer = await ask()
  await foldDeltas(app.db, rollups)
  expect(await ask()).toEqual(answer)
  expect((await verifyRollups(app.db, rollups)).differences).toEqual([])
  await rebuildRollups(app.db, rollups)
  expect(await ask()).toEqual(answer)
  return answer
}

const maxDouble = Number.MAX_VALUE
const [minInt, maxInt] = [-(2 ** 31), 2 ** 31 - 1]

test('sums of costs above the largest number are the largest number', async () => {
  await store(
    app.db,
    'llmCall',
    ['a', 'b'].map((id) => ({ id, cost: 1.5e308 })),
  )
  await store(app.db, 'message', [{ id: 'message-1' }])
  const { overview, hours, messages } = await askThroughout()
  expect(overview?.['totalCost']).toBe(maxDouble)
  expect(hours).toMatchObject({
    summary: { totalCost: maxDouble },
    byModel: [{ cost: maxDouble }],
    timeseries: [{ cost: maxDouble }],
  })
  expect(messages).toMatchObject({ nodes: [{ llmStats: { totalCost: maxDouble } }] })
  await app.db.execute(raw('UPDATE monitoring_llm_calls SET cost = -cost'))
  expect((await askThroughout())['overview']?.['totalCost']).toBe(-maxDouble)
  await app.db.execute(raw("DELETE FROM monitoring_llm_calls WHERE id = 'a'"))
  expect((await askThroughout())['overview']?.['totalCost']).toBe(-1.5e308)
})

test.each([5e-324, -5e-324, 1e-7, maxDouble, -maxDouble])('a cost of %d', async (cost) => {
  await store(app.db, 'llmCall', [{ id: 'a', cost }])
  await askThroughout()
})

test.each(["'Infinity'", "'-Infinity'", "'NaN'"])('the database rejects a cost of %s', async (cost) => {
  await store(app.db, 'llmCall', [{ id: 'a' }])
  await expect(app.db.execute(raw(`UPDATE monitoring_llm_calls SET cost = ${cost}`))).rejects.toThrow('cost_is_finite')
})

test.each([minInt, maxInt])('counts of %d in every column', async (count) => {
  const pair = ['a', 'b'].map((id) => ({ id }))
  await store(
    app.db,
    'llmCall',
    pair.map((row) => ({ ...row, inputTokens: count, outputTokens: count, totalTokens: count, durationMs: count })),
  )
  await store(
    app.db,
    'embeddingCall',
    pair.map((row) => ({ ...row, promptTokens: count, totalTokens: count, durationMs: count, inputCount: count })),
  )
  await store(
    app.db,
    'session',
    pair.map((row) => ({ ...row, messageCount: count })),
  )
  await store(app.db, 'message', [{ id: 'message-1', sessionId: 'a' }])
  await store(
    app.db,
    'feedback',
    pair.map((row) => ({ ...row, type: count })),
  )
  const { hours } = await askThroughout()
  expect(hours?.['summary']).toMatchObject({ totalTokens: 2 * count, avgTokensPerCall: count, avgDurationMs: count })
})

test.each([1, -1])('sums above 2^53 are the largest SafeInt, with the sign %d', async (sign) => {
  await store(app.db, 'llmCall', [{ id: 'a' }])
  await foldDeltas(app.db, rollups)
  const sum = sign * 2 ** 62
  await app.db.execute(
    raw(
      `UPDATE botlens_llm_calls_rollups SET total_tokens = ${BigInt(sum)}, input_tokens = ${BigInt(sum)}, duration = ${BigInt(sum)}, output_tokens = ${BigInt(sum)}`,
    ),
  )
  const { overview, hours } = await ask()
  expect(overview?.['totalTokens']).toBe(sign * Number.MAX_SAFE_INTEGER)
  expect(hours).toMatchObject({ summary: { totalTokens: sign * Number.MAX_SAFE_INTEGER } })
  const [{ differences }] = [await verifyRollups(app.db, rollups)]
  expect(differences.length).toBeGreaterThan(0)
})

/** All records by the name of their factory, with their time fields and columns. */
const kinds = records.map(({ model, table }) => ({
  kind: delegateNameOf(model) as keyof typeof make,
  table: table.name,
  times: Object.entries(table.columns)
    .filter(([, { type }]) => type === 'time')
    .map(([field, { name }]) => [field, name] as const),
}))

test.each(['0001-01-01', '9999-12-31 23:59:59.999'])('all records at %s', async (time) => {
  const timestamp = new Date(`${time.replace(' ', 'T')}${time.includes(':') ? 'Z' : ''}`)
  for (const { kind, times } of kinds)
    await store(app.db, kind, [
      {
        id: 'a',
        ...(kind === 'session' ? {} : { sessionId: 'a' }),
        ...Object.fromEntries(times.map(([field]) => [field, timestamp])),
      },
    ])
  await askThroughout()
})

const outside = ["'infinity'", "'-infinity'", "'0044-03-15 BC'", "'10000-01-01'"]

test.each(outside)('the database rejects a time of %s', async (time) => {
  for (const { kind, table, times } of kinds) {
    await store(app.db, kind, [{ id: 'a' }])
    for (const [, column] of times)
      await expect(
        app.db.execute(raw(`UPDATE ${table} SET ${column} = ${time}`)),
        `${table}.${column}`,
      ).rejects.toThrow(`${table}_${column}_is_in_range`)
  }
})

test('times stored outside of the valid range are moved to its ends, and statistics are updated', async () => {
  const dropped = await app.db.query<{ statement: string }>(
    raw(`SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
      FROM pg_constraint WHERE conname LIKE '%_is_in_range'`),
  )
  expect(dropped).toHaveLength(8)
  for (const { statement } of dropped) await app.db.execute(raw(statement))
  // Created by a later migration. Before PostgreSQL 17, infinite times cannot be subtracted.
  await app.db.execute(raw('DROP INDEX monitoring_sessions_duration_idx'))
  await store(app.db, 'llmCall', [{ id: 'early' }, { id: 'late' }, { id: 'right' }])
  await store(app.db, 'session', [{ id: 's' }])
  await app.db.execute(raw("UPDATE monitoring_llm_calls SET timestamp = '-infinity' WHERE id = 'early'"))
  await app.db.execute(raw("UPDATE monitoring_llm_calls SET timestamp = 'infinity' WHERE id = 'late'"))
  await app.db.execute(raw("UPDATE monitoring_sessions SET start_time = '0044-03-15 BC', last_activity = 'infinity'"))
  await foldDeltas(app.db, rollups)
  for (const name of ['20261123050000_times_in_range', '20261124181500_tool_call_times_in_range'])
    await app.db.execute(raw(readFileSync(join(migrations, name, 'migration.sql'), 'utf8')))
  // Created by a later migration, from the corrected rows.
  await app.db.execute(raw("DELETE FROM botlens_llm_calls_sketches WHERE period IN ('-infinity', 'infinity')"))
  const { llmCalls, sessions } = await askThroughout()
  expect(llmCalls).toMatchObject({
    nodes: [
      { id: 'late', timestamp: '9999-12-31T23:59:59.999Z' },
      { id: 'right', timestamp: '2026-06-05T12:00:00.000Z' },
      { id: 'early', timestamp: '0001-01-01T00:00:00.000Z' },
    ],
  })
  expect(sessions).toMatchObject({
    nodes: [{ startTime: '0001-01-01T00:00:00.000Z', lastActivity: '9999-12-31T23:59:59.999Z' }],
  })
})

test('a session with the maximum message count can receive messages', async () => {
  await store(app.db, 'session', [{ id: 'full', messageCount: maxInt }])
  await app.execute(RecordMessages, { input: [message({ id: 'one more', sessionId: 'full' })] })
  const { sessions } = await ask()
  expect(sessions).toMatchObject({ nodes: [{ messageCount: maxInt }] })
})
