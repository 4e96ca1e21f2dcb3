import type { LiveEvent, Position } from './events.ts'
import type { Change } from './tables.ts'

/** One id of a live event. */
export interface Entry {
  readonly tableName: string
  readonly change: Change
  readonly id: string
  /** The position after it. */
  readonly position: Position
}

/** Maximum number of ids that are looked up by one statement. */
const pieceSize = 500

/** Compares two positions: negative if the first one precedes the second one. */
export const comparePositions = (a: Position, b: Position): number =>
  a.seq - b.seq || (a.index || Number.POSITIVE_INFINITY) - (b.index || Number.POSITIVE_INFINITY) || 0

/** The later one of two positions. */
export const latest = (a: Position, b: Position): Position => (comparePositions(a, b) < 0 ? b : a)

/** The ids of events after a position, in order, in pieces of bounded size. */
export function* inPieces(events: readonly LiveEvent[], after: Position): Generator<readonly Entry[]> {
  let piece: Entry[] = []
  for (const { seq, tableName, change, ids } of events)
    for (const [at, id] of ids.entries()) {
      const position = { seq, index: at + 1 === ids.length ? 0 : at + 1 }
      if (comparePositions(position, after) <= 0) continue
      piece.push({ tableName, change, id, position })
      if (piece.length < pieceSize) continue
      yield piece
      piece = []
    }
  if (piece.length > 0) yield piece
}
