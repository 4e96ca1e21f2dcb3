import sql, { raw } from 'sql-template-tag'
import { repeat } from '../../test/support/attacks.ts'
import { openAt } from '../bench.ts'
import { type Attack, queryAttack } from './attack.ts'

const largeMessages = 600
const largeBytes = 1_000_000

/** Stores 600 messages of 1 MB in an empty database, without the search index, which would take minutes. */
export const fillLargeMessages = async (databaseUrl: string): Promise<void> => {
  const db = openAt(databaseUrl)
  const indexes = await db.query<{ name: string }>(sql`
    SELECT indexname AS name FROM pg_indexes
    WHERE tablename = 'monitoring_messages' AND indexdef LIKE '%USING gin%'`)
  for (const { name } of indexes) await db.execute(raw(`DROP INDEX "${name}"`))
  for (let index = 0; index < largeMessages; index += 20)
    await db.execute(sql`
      INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
        session_id, status, level)
      SELECT 'large-' || n, timestamptz '2026-06-01 00:00Z' + n * interval '1 second', 'bot-1', 'Bot', 'pipe-1', 'Pipe',
        repeat(md5(n::text), ${largeBytes / 32}::int), 'session-1', 'success', 'info'
      FROM generate_series(${index}::int, ${index + 19}::int) AS n`)
  await db.close()
}

/** Pages of large rows, whose size in bytes is large in relation to the number of rows. */
export const largeRowAttacks: readonly Attack[] = [
  queryAttack('600 messages of 1 MB', '{ messages(first: 600) { nodes { messageContent } } }', undefined, { times: 2 }),
  queryAttack('600 texts of 1 MB', '{ messages(first: 600) { nodes { messageText } } }', undefined, { times: 2 }),
  queryAttack(
    '20 messages of 1 MB, 30 times',
    `{ ${repeat(30, (i) => `a${i}: messages(first: 20) { nodes { messageContent } }`)} }`,
    undefined,
    { times: 2 },
  ),
  queryAttack('5 messages of 1 MB', '{ messages(first: 5) { nodes { messageContent } } }', undefined, { times: 4 }),
]

const sixDays = 'filter: { startTime: "2026-05-20", endTime: "2026-05-26T22:00:00Z" }, bucket: MINUTE'
const series = 'timeseries { bucketStart bucketEnd label inputTokens outputTokens totalTokens calls }'

/** Operations whose cost must be limited: many buckets, and the maximum number of rows. */
export const largeResultAttacks: readonly Attack[] = [
  queryAttack('a minute series of 10,000 buckets', `{ tokenStatistics(${sixDays}) { ${series} } }`),
  queryAttack(
    '30 aliases of a minute series',
    `{ ${repeat(30, (i) => `a${i}: tokenStatistics(${sixDays}) { ${series} }`)} }`,
    undefined,
    { times: 4 },
  ),
  queryAttack(
    'a page operation of 60,000 records',
    `{ ${repeat(29, (i) => `a${i}: llmCalls(first: 1000) { nodes { id timestamp modelName cost message { id userName } } }`)} }`,
    undefined,
    { times: 4 },
  ),
  queryAttack(
    'nested pages of 59,000 records',
    '{ sessions(first: 590) { nodes { id messages(first: 98) { nodes { id messageText } } } } }',
    undefined,
    { times: 4 },
  ),
  queryAttack(
    '30 aliases of all statistics',
    `{ ${repeat(30, (i) => `a${i}: tokenStatistics(bucket: DAY, timeZone: "Asia/Kathmandu") { summary { totalCost } byModel { cost } }`)} }`,
    undefined,
    { times: 4 },
  ),
]

const token = `blt_0123456789abcdef_${'A'.repeat(43)}`
const plain = JSON.stringify({ query: '{ overview { totalMessages } }' })

/** Rejected tokens. */
export const tokenAttacks: readonly Attack[] = [
  ['an unknown API token', `Bearer ${token}`],
  ['an API token of 8 kB', `Bearer blt_${'x'.repeat(8000)}`],
  ['a signed token that is not valid', `Bearer ${'eyJhbGciOiJIUzI1NiJ9'}.eyJzdWIiOiJ4In0.${'A'.repeat(43)}`],
  ['a signed token of 8 kB', `Bearer ${'eyJhbGciOiJIUzI1NiJ9'}.${'A'.repeat(8000)}.AAAA`],
  ['a signed token without an algorithm', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ['another scheme', 'Basic eDp5'],
  ['no token', ''],
].map(([name = '', authorization]) => ({
  name,
  body: plain,
  times: 100,
  forbidden: true,
  headers: authorization ? { authorization } : {},
}))
