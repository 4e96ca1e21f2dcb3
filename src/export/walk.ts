import { randomBytes, randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { findRowsOfNow, readMovedRows } from './catchUp.ts'
import { makeFingerprints } from './fingerprints.ts'
import type { Marks } from './format.ts'
import { hasRowsBeyond, type ReadLines, readWalkPage, type WalkPage, type WalkRequest } from './pages.ts'

/** Number of rows in the first page: few, so that the response starts early. */
const firstPageRows = 200
/** Number of rows in later pages: enough to make a statement's overhead negligible, few enough to keep it short. */
const pageRows = 2000

/** A started walk over rows, newest first. */
export interface Walk {
  /** Whether the export is truncated at the limit. */
  readonly truncated: boolean
  /** The lines of the rows, by page. */
  readonly pages: AsyncGenerator<readonly string[], void, undefined>
}

/** Generates random marks for each export, which no stored text contains. */
export const makeMarks = (): Marks => ({
  separator: `\u001F${randomBytes(6).toString('hex')}`,
  null: `\u001E${randomBytes(6).toString('hex')}`,
})

/** Generates the seed of an export's fingerprints. */
export const makeSeed = (): number => randomInt(2 ** 47)

/**
 * Starts a walk over rows by their key, newest first. It reads the first page and determines whether there are more
 * than `limit` rows. Each page is a separate statement, and nothing is held in between. Each row that existed at the
 * start is returned exactly once, at the end if its key has moved. Rows that are inserted later with an older time may
 * be included.
 * @param count counts all rows from rollups, if possible, before the first page is read, so that a row that is inserted
 *   in between does not truncate the export.
 * @param signal ends the walk: no further page is read, and the current statement is cancelled if possible.
 */
export const startWalk = async (
  readLines: ReadLines,
  request: WalkRequest,
  { limit, count }: { readonly limit: number; readonly count: () => Promise<number | undefined> },
  signal: AbortSignal,
): Promise<Walk> => {
  const total = limit < firstPageRows ? undefined : await count()
  const first = await readWalkPage(readLines, request, undefined, Math.min(limit + 1, firstPageRows))
  const found = first.lines.length
  const truncated =
    total === undefined
      ? found > limit ||
        (first.end !== undefined && (await hasRowsBeyond(readLines, request, first.end, limit - found)))
      : total > limit
  // A single page that contains all rows is one snapshot: no row can have moved past it.
  const rowsOfNow = first.end && found <= limit ? await findRowsOfNow(readLines, request) : undefined
  const moved = rowsOfNow && { ...request, where: sql`${request.where} AND ${rowsOfNow}` }
  // If all rows fit at the start, all are sent: a row that is inserted later must not push another one over the limit.
  const most = truncated ? limit : Number.POSITIVE_INFINITY
  return { truncated, pages: takeRows(walkRows(readLines, request, first, most, moved, signal), most) }
}

/** The rows of the pages, up to the given number. */
async function* takeRows(
  pages: AsyncIterable<readonly string[]>,
  limit: number,
): AsyncGenerator<readonly string[], void, undefined> {
  let left = limit
  for await (const lines of pages) {
    if (lines.length > 0) yield left < lines.length ? lines.slice(0, left) : lines
    left -= lines.length
    if (left <= 0) return
  }
}

/** The rows of a walk, and then those that moved past it. */
async function* walkRows(
  readLines: ReadLines,
  request: WalkRequest,
  first: WalkPage,
  limit: number,
  moved: WalkRequest | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void, undefined> {
  const pages = walkPages(readLines, request, first, limit, signal)
  const sent = makeFingerprints()
  for await (const { lines, fingerprints } of pages)
    yield fingerprints.length > 0 ? lines.filter((_line, index) => sent.add(fingerprints[index] ?? 0)) : lines
  if (moved && !signal.aborted) yield* readMovedRows(readLines, moved, sent, signal)
}

/**
 * The pages of a walk, from its first one. While one page is sent, the next one is read: at most one, even for a slow
 * reader.
 */
async function* walkPages(
  readLines: ReadLines,
  request: WalkRequest,
  first: WalkPage,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<WalkPage, void, undefined> {
  let page = first
  let left = limit
  while (true) {
    const { lines, end } = page
    left -= lines.length
    const next =
      end && left > 0 && !signal.aborted ? readWalkPage(readLines, request, end, Math.min(left, pageRows)) : undefined
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
