import sql, { type Sql } from 'sql-template-tag'
import type { Prisma } from '../src/db/generated/client.ts'
import { columnSql } from '../src/db/sql/filters.ts'
import { fieldsSql, tableSql } from '../src/db/sql/rows.ts'
import { llmCallTable } from '../src/records/llmCalls/table.ts'
import { type Bench, openAt } from './bench.ts'
import { median, ratio } from './measure.ts'
import type { BenchTable } from './table.ts'

const rounds = 5
const requests = 300
const listFields = [
  'id',
  'timestamp',
  'modelName',
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'durationMs',
  'cost',
  'status',
  'botName',
  'sessionId',
  'errorMessage',
] as const
const edgeFields = ['id', 'modelName', 'totalTokens', 'status'] as const

/** Milliseconds of processor time per call. */
const measure = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  for (let request = 0; request < requests; request += 1) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / requests
}

const selectOf = (fields: readonly string[]): Prisma.LlmCallSelect =>
  Object.fromEntries(fields.map((field) => [field, true]))

const listSql = (): Sql => sql`
  SELECT ${fieldsSql(llmCallTable, listFields)} FROM ${tableSql(llmCallTable)} ORDER BY timestamp DESC, id DESC LIMIT 50`

const byIdsSql = (ids: readonly string[]): Sql => sql`
  SELECT ${fieldsSql(llmCallTable, edgeFields)} FROM ${tableSql(llmCallTable)}
  WHERE ${columnSql(llmCallTable.columns.id)} = ANY(${ids})`

/** The same rows through the pool's prepared statements, `$queryRaw` and `findMany`: processor time of the client. */
export const benchDataAccess = async (bench: Bench): Promise<BenchTable> => {
  const db = openAt(await bench.filled(100_000))
  const { prisma } = db
  const ids = (await prisma.llmCall.findMany({ select: { id: true }, take: 50 })).map(({ id }) => id)
  const orderBy = [{ timestamp: 'desc' }, { id: 'desc' }] as const
  const byIds = (some: string[]) => ({
    pool: () => db.query(byIdsSql(some)),
    $queryRaw: () => prisma.$queryRaw(byIdsSql(some) as unknown as Prisma.Sql),
    findMany: () => prisma.llmCall.findMany({ where: { id: { in: some } }, select: selectOf(edgeFields) }),
  })
  const cases = {
    '50 rows of 12 columns': {
      pool: () => db.query(listSql()),
      $queryRaw: () => prisma.$queryRaw(listSql() as unknown as Prisma.Sql),
      findMany: () => prisma.llmCall.findMany({ select: selectOf(listFields), orderBy: [...orderBy], take: 50 }),
    },
    '50 rows by id, 4 columns': byIds(ids),
    '1 row by id, 4 columns': byIds(ids.slice(0, 1)),
  }
  const table: BenchTable = {}
  for (const [name, ways] of Object.entries(cases)) {
    const found: Record<string, number[]> = {}
    for (let round = -1; round < rounds; round += 1)
      for (const [way, work] of Object.entries(ways)) {
        const spent = await measure(work)
        if (round >= 0) found[way] = [...(found[way] ?? []), spent]
      }
    const middle = (way: string) => median(found[way] ?? [])
    table[name] = {
      'pool ms': Number(middle('pool').toFixed(3)),
      '$queryRaw ms': Number(middle('$queryRaw').toFixed(3)),
      'findMany ms': Number(middle('findMany').toFixed(3)),
      'findMany / pool': ratio(middle('findMany'), middle('pool')),
    }
  }
  await db.close()
  return table
}
