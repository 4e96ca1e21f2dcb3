import { LRUCache } from 'lru-cache'
import type { CopyContext } from './copyTable.ts'

type ReportBadRow = CopyContext['onBadRow']

/** Maximum number of reports that are remembered. */
const defaultMax = 10_000

/**
 * Reports each invalid row once for each reason, however often it is read again.
 * @param max the number of reports that are remembered; an older one may be repeated.
 */
export const reportOnce = (report: ReportBadRow, max: number = defaultMax): ReportBadRow => {
  const reported = new LRUCache<string, true>({ max })
  return (table, id, reason) => {
    const key = JSON.stringify([table, id, reason])
    // Reading a key also keeps it for longer.
    if (reported.get(key)) return
    reported.set(key, true)
    report(table, id, reason)
  }
}
