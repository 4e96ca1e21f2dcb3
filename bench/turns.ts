import type { Bench } from './bench.ts'
import { interleave, showMs } from './measure.ts'
import { openServed } from './places.ts'
import type { BenchTable } from './table.ts'

const size = 1_000_000
const rounds = 5
const bot = (number: number) => `botIds: ["b0a1c2d3-0000-4000-8000-00000000000${number}"]`

/** Filters, and whether turns are counted as well: without an index, that takes several seconds. */
const filters: readonly (readonly [name: string, filter: string, isCounted: boolean])[] = [
  ['none', '', false],
  ['with errors', 'hasErrors: true', true],
  ['with errors, of a bot without any', `hasErrors: true, ${bot(3)}`, true],
  ['with errors, of one day', 'hasErrors: true, startTime: "2026-05-01", endTime: "2026-05-02"', true],
  ['without errors', 'hasErrors: false', false],
  ['with feedback', 'hasFeedback: true', true],
  ['with feedback, of one user', 'hasFeedback: true, userIds: ["user-77"]', true],
  ['with a text of all messages', 'search: "parcel"', false],
  ['with a text of one message', 'search: "parcel 4321 "', true],
  ['with a text of no message', 'search: "no such text"', true],
]

/** Pages and counts of turns over HTTP, at a million messages. */
export const benchTurns = async (bench: Bench): Promise<BenchTable> => {
  const place = await openServed(bench, size, 'all')
  const ask = (filter: string, args: string, fields: string) =>
    place.ask(`{ turns(filter: { ${filter} }, ${args}) { ${fields} } }`)
  const page = 'nodes { id timestamp replyCount errorCount feedbackCount }'
  const table: BenchTable = {}
  for (const [name, filter, isCounted] of filters) {
    const { newest, oldest } = await interleave(rounds, {
      newest: () => ask(filter, 'first: 50', page),
      oldest: () => ask(filter, 'first: 50, orderBy: { field: TIMESTAMP, direction: ASC }', page),
    })
    const pages = { 'newest 50 ms': showMs(newest), 'oldest 50 ms': showMs(oldest) }
    const count = isCounted
      ? await interleave(rounds, { count: () => ask(filter, 'first: 0', 'totalCount') })
      : undefined
    table[name] = { ...pages, ...(count && { 'count ms': showMs(count.count) }) }
  }
  await place.stop()
  return table
}
