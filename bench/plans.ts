import { findPage } from '../src/db/lists/source.ts'
import type { Filter } from '../src/db/sql/filters.ts'
import { type LlmCallFields, llmCallSource } from '../src/records/llmCalls/source.ts'
import { type Bench, openAt } from './bench.ts'
import { makeExplaining } from './explain.ts'
import type { BenchTable } from './table.ts'

const size = 1_000_000
const pageSize = 50

const filters = {
  none: {},
  'one bot': { botIds: ['b0a1c2d3-0000-4000-8000-000000000003'] },
  'one pipeline': { pipelineIds: ['p0100000-0000-4000-8000-000000000003'] },
  'one model': { modelNames: ['qwen-max'] },
  'failed calls': { statuses: ['error'] },
  'failed calls of one model': { statuses: ['error'], modelNames: ['qwen-max'] },
  'one session': { sessionIds: ['session-25000'] },
  'one hour': { startTime: new Date('2026-05-05T10:00Z'), endTime: new Date('2026-05-05T10:59:59.999Z') },
  'one day': { startTime: new Date('2026-05-05T00:00Z'), endTime: new Date('2026-05-05T23:59:59.999Z') },
  'thirty days': { startTime: new Date('2026-04-10T00:00Z'), endTime: new Date('2026-05-09T23:59:59.999Z') },
} satisfies Record<string, Filter<LlmCallFields>>

const orders = [
  ['TIMESTAMP', true],
  ['TOTAL_TOKENS', true],
  ['DURATION', true],
  ['COST', true],
  ['COST', false],
] as const

/** The number of rows that a page of 50 calls reads, with common filters in each order, at a million LLM calls. */
export const benchPlans = async (bench: Bench): Promise<BenchTable> => {
  const db = openAt(await bench.filled(size))
  const table: BenchTable = {}
  for (const [name, filter] of Object.entries(filters)) {
    const cells: Record<string, string> = {}
    for (const [order, descending] of orders) {
      const { explaining, readCost } = makeExplaining(db)
      await findPage(explaining, llmCallSource, {
        fields: Object.keys(llmCallSource.table.columns),
        filter,
        sortBy: llmCallSource.sortKeys[order],
        descending,
        fromEnd: false,
        limit: pageSize + 1,
        offset: 0,
      })
      cells[`${order.toLowerCase()} ${descending ? 'desc' : 'asc'}`] = readCost()
    }
    table[name] = cells
  }
  await db.close()
  return table
}
