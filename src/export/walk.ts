import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Queryable } from '../db/database.ts'
import type { Marks } from './format.ts'
import { hasRowsBeyond, readWalkPage, type WalkPage, type WalkRequest } from './pages.ts'

/** Rows of the first page: few, so that the first byte leaves soon. */
const firstPageRows = 200
/** Rows of the later pages: enough that a statement's overhead does not show, few enough that none is long. */
const pageRows = 2000

/** Rows on their way, newest first. */
export interface Walk {
  /** Whether the limit cuts rows off. */
  readonly truncated: boolean
  /** The rows' lines, page by page. */
  readonly pages: AsyncGenerator<readonly string[], void, undefined>
}

/** Marks that no stored text holds: they are drawn by lot for each export. */
export const makeMarks = (): Marks => ({
  separator: `\u001F${randomBytes(6).toString('hex')}`,
  null: `\u001E${randomBytes(6).toString('hex')}`,
})

/**
 * Starts to walk over rows by their key, newest first: reads the first page, and finds out whether there are more than
 * `limit` rows. Each page is a statement of its own, and nothing is held in between: a row that was there at the start,
 * and keeps its key, comes exactly once. Rows that come late, with an older time, may be among the others.
 * @param signal ends the walk: no further page is read, and the one on its way is cancelled where that is possible.
 */
export const startWalk = async (
  db: Queryable,
  request: WalkRequest,
  limit: number,
  signal: AbortSignal,
): Promise<Walk> => {
  const first = await readWalkPage(db, request, undefined, Math.min(limit + 1, firstPageRows))
  const count = first.lines.length
  const truncated =
    count > limit || (first.end !== undefined && (await hasRowsBeyond(db, request, first.end, limit - count)))
  // Where all rows fit at the start, all are sent: a late one among them must not push another over the limit.
  return { truncated, pages: walkPages(db, request, first, truncated ? limit : Number.POSITIVE_INFINITY, signal) }
}

/** The pages of a walk, from its first. While one is sent the next is on its way: one, however slow the reader. */
async function* walkPages(
  db: Queryable,
  request: WalkRequest,
  first: WalkPage,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void, undefined> {
  let page = first
  let left = limit
  while (true) {
    const { lines, end } = page
    left -= lines.length
    const next =
      end && left > 0 && !signal.aborted ? readWalkPage(db, request, end, Math.min(left, pageRows)) : undefined
    // Its failure is met where it is awaited, below; a reader that leaves before does not care for it.
    next?.catch(() => undefined)
    // The statement leaves before this page is written, so that the database works meanwhile; others get their turn too.
    await setImmediate()
    if (lines.length > 0) yield left < 0 ? lines.slice(0, left) : lines
    if (!next) return
    page = await next.catch((error: unknown) => {
      // A statement that was cancelled since nobody waits for it any more is no failure.
      signal.throwIfAborted()
      throw error
    })
  }
}
