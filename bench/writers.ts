import { raw } from 'sql-template-tag'
import { type Bench, openAt } from './bench.ts'
import { ratio, summarise, time } from './measure.ts'
import type { BenchTable } from './table.ts'

const writers = 8
/** Number of statements of each writer in one round. */
const statements = { 1: 150, 100: 40, 1000: 8 } as const
const rounds = 7

let made = 0
/**
 * LLM calls of one hour, one bot and two models: if sums were updated in place, all writers would contend for the same
 * rows.
 */
const insertSql = (table: string, rows: number) => {
  made += 1
  return raw(`INSERT INTO ${table}
    SELECT '${process.pid}-${made}-' || n, timestamptz '2026-05-31 12:00Z' + n * interval '1 ms',
      (ARRAY['gpt-4o', 'qwen-max'])[1 + n % 2], 500, 100, 600, 1500, 0.00225, 'success', 'bot-1', 'Bot', 'pipeline-1',
      'Pipeline', 'session-1', 'message-1', NULL
    FROM generate_series(1, ${rows}) AS n`)
}

/**
 * Rows per second of eight concurrent writers, into the table with its rollups and into a copy without them,
 * alternating.
 */
export const benchWriters = async (bench: Bench): Promise<BenchTable> => {
  const url = await bench.empty()
  const admin = openAt(url)
  await admin.execute(raw('CREATE TABLE twin (LIKE monitoring_llm_calls INCLUDING ALL)'))
  const connections = Array.from({ length: writers }, () => openAt(url))
  const table: BenchTable = {}
  for (const [rows, count] of Object.entries(statements).map(([key, value]) => [Number(key), value] as const)) {
    const write = (name: string) => () =>
      Promise.all(
        connections.map(async (db) => {
          for (let statement = 0; statement < count; statement += 1) await db.execute(insertSql(name, rows))
        }),
      )
    const speeds: Record<string, number[]> = { monitoring_llm_calls: [], twin: [] }
    for (let round = -1; round < rounds; round += 1)
      for (const [name, found] of Object.entries(speeds)) {
        const seconds = await time(write(name))
        if (round >= 0) found.push((rows * count * writers) / seconds)
      }
    const [withRollups, without] = [summarise(speeds['monitoring_llm_calls'] ?? []), summarise(speeds['twin'] ?? [])]
    const show = (speed: typeof without) =>
      `${Math.round(speed.median)} (${Math.round(speed.low)}–${Math.round(speed.high)})`
    table[`${writers} writers, ${rows} rows a statement`] = {
      'rows/s with rollups': show(withRollups),
      'rows/s without': show(without),
      share: ratio(withRollups.median, without.median),
    }
  }
  for (const db of [...connections, admin]) await db.close()
  return table
}
