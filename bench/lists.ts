import { listDocument, nestedDocument } from './bareHandler.ts'
import type { Bench } from './bench.ts'
import { askOnce, loadInTurns, medianLoad } from './loads.ts'
import { ratio } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** Compares lists through the server with a bare handler that returns the same JSON: 16 connections, alternating. */
export const benchLists = async (bench: Bench): Promise<BenchTable> => {
  const url = await bench.filled(100_000)
  const [server, bare] = await Promise.all([startServerProcess(url), startServerProcess(url, 'bare')])
  const table: BenchTable = {}
  for (const [name, query] of [
    ['50 calls, 12 fields', listDocument],
    ['50 messages with session and calls', nestedDocument],
  ] as const) {
    const [ours, theirs] = [await askOnce({ server, query }), await askOnce({ server: bare, query })]
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) throw new Error('The bare handler answers something else')
    const loads = await loadInTurns({ server: { server, query }, bare: { server: bare, query } })
    const [own, bareLoad] = [medianLoad(loads.server), medianLoad(loads.bare)]
    const shares = loads.server.map((one, round) => one.requests / (loads.bare[round]?.requests ?? Number.NaN))
    table[name] = {
      'requests/s': Math.round(own.requests),
      'bare handler': Math.round(bareLoad.requests),
      share: ratio(own.requests, bareLoad.requests),
      'share, least to most': `${Math.min(...shares).toFixed(2)}–${Math.max(...shares).toFixed(2)}`,
      'processor ms/request': Number(own.processor.toFixed(3)),
      'bare processor ms': Number(bareLoad.processor.toFixed(3)),
      'processor share': ratio(bareLoad.processor, own.processor),
    }
  }
  const { resident, peak } = await server.readUsage()
  table['memory of the server'] = { 'now MB': Math.round(resident / 1e6), 'peak MB': Math.round(peak / 1e6) }
  await Promise.all([server.stop(), bare.stop()])
  return table
}
