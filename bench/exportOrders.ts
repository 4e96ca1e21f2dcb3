import type { Bench } from './bench.ts'
import { exportRows } from './export.ts'
import { interleave, median, ratio } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const stored = 1_000_000
const sizes = [10_000, 100_000, 1_000_000]
const rounds = 5

/** The parameters of the orders, by name. */
const orders = {
  time: '',
  cost: '&orderBy=COST&direction=DESC',
  duration: '&orderBy=DURATION&direction=DESC',
} as const

/** Compares exports of LLM calls in the order of cost and of duration with those of as many in the order of time. */
export const benchExportOrders = async (bench: Bench): Promise<BenchTable> => {
  const url = await bench.filled(stored)
  const table: BenchTable = {}
  for (const size of sizes) table[size.toLocaleString('en')] = await measure(url, size)
  return table
}

/** Measures one size in a separate server process: alternating rounds of all orders, and their medians. */
const measure = async (url: string, size: number): Promise<BenchTable[string]> => {
  const server = await startServerProcess(url)
  const firstBytes = { time: [] as number[], cost: [] as number[], duration: [] as number[] }
  const exportBy = (order: keyof typeof orders) => async () => {
    firstBytes[order].push(await exportRows(server.url, size, orders[order]))
  }
  const times = await interleave(rounds, {
    time: exportBy('time'),
    cost: exportBy('cost'),
    duration: exportBy('duration'),
  })
  const { peak } = await server.readUsage()
  await server.stop()
  const firstByteOf = (order: keyof typeof orders) => Math.round(median(firstBytes[order]) * 1000)
  return {
    'by time, rows/s': Math.round(size / times.time.median),
    'cost : time': ratio(times.cost.median, times.time.median),
    'duration : time': ratio(times.duration.median, times.time.median),
    'first byte by time ms': firstByteOf('time'),
    'first byte by cost ms': firstByteOf('cost'),
    'first byte by duration ms': firstByteOf('duration'),
    'peak memory MB': Math.round(peak / 1e6),
  }
}
