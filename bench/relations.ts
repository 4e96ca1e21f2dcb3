import { countAll, findPage, type RecordSource } from '../src/db/lists/source.ts'
import type { MonitoringFields } from '../src/db/sql/monitoringRules.ts'
import { records } from '../src/records/registry.ts'
import { type Bench, openAt } from './bench.ts'
import { makeExplaining } from './explain.ts'
import type { BenchTable } from './table.ts'

const size = 1_000_000
const pageSize = 50

const filters: readonly (readonly [name: string, list: string, filter: object])[] = [
  ['calls of stored messages', 'llmCalls', { message: {} }],
  ['calls of messages of one user', 'llmCalls', { message: { userIds: ['user-77'] } }],
  ['calls of messages with a word', 'llmCalls', { message: { search: 'parcel 4321 ' } }],
  ['calls of failed messages', 'llmCalls', { message: { statuses: ['error'] } }],
  ['calls of active sessions', 'llmCalls', { session: { isActive: true } }],
  ['calls without a failed message', 'llmCalls', { not: { message: { statuses: ['error'] } } }],
  ['messages with errors', 'messages', { hasErrors: true }],
  ['messages without errors', 'messages', { hasErrors: false }],
  ['messages with some failed call', 'messages', { llmCalls: { some: { statuses: ['error'] } } }],
  ['messages with a slow call', 'messages', { llmCalls: { some: { durationMs: { gt: 20_190 } } } }],
  ['messages with errors or feedback', 'messages', { or: [{ hasErrors: true }, { hasFeedback: true }] }],
  ['sessions with errors and a dislike', 'sessions', { hasErrors: true, feedback: { some: { types: [2] } } }],
]

type AnySource = RecordSource<{ readonly id: string }, MonitoringFields, string>

/** The number of rows that a page of 50 and a count read with filters by related records, at a million LLM calls. */
export const benchRelations = async (bench: Bench): Promise<BenchTable> => {
  const db = openAt(await bench.filled(size))
  const table: BenchTable = {}
  for (const [name, list, filter] of filters) {
    // Rows of any record have an id, and the schema defines the values of filters.
    const source = records.find((record) => record.list === list)?.source as AnySource | undefined
    const sortBy = source?.sortKeys[source.defaultSort]
    if (!source || !sortBy) throw new Error(`There is no list ${list}`)
    const { explaining, readCost } = makeExplaining(db)
    const fields = Object.keys(source.table.columns)
    const page = { fields, filter, sortBy, descending: true, fromEnd: false, limit: pageSize + 1, offset: 0 }
    await findPage(explaining, source, page)
    const ofPage = readCost()
    await countAll(explaining, source, filter)
    table[name] = { 'page of 50': ofPage, count: readCost() }
  }
  await db.close()
  return table
}
