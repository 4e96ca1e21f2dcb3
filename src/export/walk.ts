import { randomBytes, randomInt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { findRowsOfNow, readMovedRows } from './catchUp.ts'
import { makeFingerprints } from './fingerprints.ts'
import type { Marks } from './format.ts'
import { hasRowsBeyond, type ReadLines, readWalkPage, type WalkPage, type WalkRequest } from './pages.ts'

/** Rows of the first page: few, so that the first byte leaves soon. */
const firstPageRows = 200
/** Rows of the later pages: enough that a statement's overhead does not show, few enough that none is long. */
const pageRows = 2000

/** Rows on their way, newest first. */
export interface Walk {
  /** Whether the export is truncated at the limit. */
  readonly truncated: boolean
  /** The rows' lines, page by page. */
  readonly pages: AsyncGenerator<readonly string[], void, undefined>
}

/** Marks that no stored text contains: they are chosen at random for each export. */
export const makeMarks = (): Marks => ({
  separator: `\u001F${randomBytes(6).toString('hex')}`,
  null: `\u001E${randomBytes(6).toString('hex')}`,
})

/** What an export's fingerprints are made with. */
export const makeSeed = (): number => randomInt(2 ** 47)

/**
 * Starts to walk over rows by their key, newest first: reads the first page, and finds out whether there are more than
 * `limit` rows. Each page is a statement of its own, and nothing is held in between: a row that was there at the start
 * comes exactly once, at the end where its key has moved. Rows that come late, with an older time, may be among them.
 * @param count counts all rows from rollups, if possible: before the first page, so that a row that is inserted
 * between the two does not truncate the export.
 * @param signal ends the walk: no further page is read, and the one on its way is cancelled where that is possible.
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
  // One page that holds all is of one moment: nothing can have moved past it.
  const rowsOfNow = first.end && found <= limit ? await findRowsOfNow(readLines, request) : undefined
  const moved = rowsOfNow && { ...request, where: sql`${request.where} AND ${rowsOfNow}` }
  // Where all rows fit at the start, all are sent: a late one among them must not push another over the limit.
  const most = truncated ? limit : Number.POSITIVE_INFINITY
  return { truncated, pages: takeRows(walkRows(readLines, request, first, most, moved, signal), most) }
}

/** The first rows of pages, so many. */
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

/** The pages of a walk, from its first. While one is sent the next is on its way: one, however slow the reader. */
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
    // Its failure is met where it is awaited, below; a reader that leaves before does not care for it.
    next?.catch(() => undefined)
    // The statement leaves before this page is written, so that the database works meanwhile; others get their turn too.
    await setImmediate()
    yield page
    if (!next) return
    page = await next
  }
}
