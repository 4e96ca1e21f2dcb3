import { randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { decodeRow, filterRows, type RawRows } from '../db/rawRows.ts'
import type { Cancellation } from '../shared/cancellation.ts'
import { findRowsOfNow, readMovedRows } from './catchUp.ts'
import { makeFingerprints } from './fingerprints.ts'
import { hasRowsBeyond, type ReadRows, readWalkPage, type WalkPage, type WalkRequest } from './pages.ts'

/** Number of rows in the first page: few, so that the response starts early. */
const firstPageRows = 200
/** Number of rows in later pages: enough to make a statement's overhead negligible, few enough to keep it short. */
const pageRows = 2000

/** A started walk over rows, newest first. */
export interface Walk {
  /** Whether the export is truncated at the limit. */
  readonly truncated: boolean
  /** The rows, by page. */
  readonly pages: AsyncGenerator<RawRows, void, undefined>
}

/** Generates the seed of an export's fingerprints. */
export const makeSeed = (): number => randomInt(2 ** 47)

/**
 * Starts a walk over rows in their order. It reads the first page and determines whether there are more
 * than `limit` rows. Each page is a separate statement, and nothing is held in between. Each row that existed at the
 * start is returned exactly once, at the end if it has moved past the walk. Rows that are inserted later behind the
 * position of the walk may be included.
 * @param count counts all rows from rollups, if possible, before the first page is read, so that a row that is inserted
 *   in between does not truncate the export.
 * @param signal ends the walk: no further page is read, and the current statement is cancelled if possible.
 */
export const startWalk = async (
  readRows: ReadRows,
  request: WalkRequest,
  { limit, count }: { readonly limit: number; readonly count: () => Promise<number | undefined> },
  signal: Cancellation,
): Promise<Walk> => {
  const total = limit < firstPageRows ? undefined : await count()
  const first = await readWalkPage(readRows, request, undefined, Math.min(limit + 1, firstPageRows))
  const found = first.rows.count
  const truncated =
    total === undefined
      ? found > limit || (first.end !== undefined && (await hasRowsBeyond(readRows, request, first.end, limit - found)))
      : total > limit
  // A single page that contains all rows is one snapshot: no row can have moved past it.
  const rowsOfNow = first.end && found <= limit ? await findRowsOfNow(readRows, request) : undefined
  const moved = rowsOfNow && { ...request, where: sql`${request.where} AND ${rowsOfNow}` }
  // If all rows fit at the start, all are sent: a row that is inserted later must not push another one over the limit.
  const most = truncated ? limit : Number.POSITIVE_INFINITY
  return { truncated, pages: takeRows(walkRows(readRows, request, first, most, moved, signal), most) }
}

/** The rows of the pages, up to the given number. */
async function* takeRows(pages: AsyncIterable<RawRows>, limit: number): AsyncGenerator<RawRows, void, undefined> {
  let left = limit
  for await (const rows of pages) {
    let taken = 0
    if (rows.count > 0) yield left < rows.count ? filterRows(rows, () => taken++ < left) : rows
    left -= rows.count
    if (left <= 0) return
  }
}

/** The rows of a walk, and then those that moved past it. */
async function* walkRows(
  readRows: ReadRows,
  request: WalkRequest,
  first: WalkPage,
  limit: number,
  moved: WalkRequest | undefined,
  signal: Cancellation,
): AsyncGenerator<RawRows, void, undefined> {
  // In an ascending walk, rows that move up are read again.
  const most = request.type.startColumn && !request.order.descending ? Number.POSITIVE_INFINITY : limit
  const pages = walkPages(readRows, request, first, most, signal)
  const sent = makeFingerprints()
  const isNew = (chunk: Buffer, row: number) => sent.add(Number(decodeRow(chunk, row).at(-1)))
  // The last cell of rows that may move is their fingerprint.
  for await (const { rows } of pages) yield request.type.startColumn ? filterRows(rows, isNew) : rows
  if (moved && !signal.aborted) yield* readMovedRows(readRows, moved, sent, signal)
}

/**
 * The pages of a walk, from its first one. While one page is sent, the next one is read: at most one, even for a slow
 * reader.
 */
async function* walkPages(
  readRows: ReadRows,
  request: WalkRequest,
  first: WalkPage,
  limit: number,
  signal: Cancellation,
): AsyncGenerator<WalkPage, void, undefined> {
  let page = first
  let left = limit
  while (true) {
    const { rows, end } = page
    left -= rows.count
    const next =
      end && left > 0 && !signal.aborted ? readWalkPage(readRows, request, end, Math.min(left, pageRows)) : undefined
    // Its error is handled where it is awaited below. A reader that disconnects before does not need it.
    next?.catch(() => undefined)
    // The statement is sent before this page is written, so that the database works in parallel. Other
    // requests are handled in between.
    await setImmediate()
    yield page
    if (!next) return
    page = await next
  }
}
