import type { Found, Subscriber } from './subscription.ts'

/** Approximate bytes of an item in a queue, besides its row, which the subscribers of a group share. */
const itemBytes = 100

/**
 * Milliseconds without reading after which a client counts as one that does not read. Executing the events of many
 * subscribers takes turns, so that one that reads may have to wait for a while.
 */
const stallTime = 5000

/** The items that wait for the subscribers of a process, whose size has a bound. */
export interface Backlog {
  /**
   * Counts an item that waits for a subscriber; a row counts once. Returns false instead if it would exceed the bound.
   * @param isOnly whether nothing else waits for the subscriber. It then may exceed the bound, so that each makes progress.
   */
  add(found: Found, isOnly: boolean): boolean
  /** Counts an item no longer, which has been read or dropped. */
  remove(found: Found): void
  bytes(): number
  /**
   * Makes room if an item has exceeded the bound since the previous call: ends the subscriptions of clients that read
   * nothing, those with the largest queues first, until half of the bound is free.
   */
  makeRoom(subscribers: Iterable<Subscriber>): void
}

/** Creates an empty backlog. @param maxBytes its bound. */
export const makeBacklog = (maxBytes: number): Backlog => {
  /** The number of subscribers for which each row waits. */
  const holders = new Map<Found, number>()
  let bytes = 0
  let isOverflowing = false
  return {
    add: (found, isOnly) => {
      const held = holders.get(found) ?? 0
      const size = itemBytes + (held === 0 ? found.size : 0)
      if (bytes + size > maxBytes) {
        isOverflowing = true
        if (!isOnly) return false
      }
      holders.set(found, held + 1)
      bytes += size
      return true
    },
    remove: (found) => {
      const held = holders.get(found) ?? 0
      if (held > 1) holders.set(found, held - 1)
      else holders.delete(found)
      bytes -= itemBytes + (held > 1 ? 0 : found.size)
    },
    bytes: () => bytes,
    makeRoom: (subscribers) => {
      if (!isOverflowing) return
      isOverflowing = false
      const stalled = [...subscribers].filter(({ stalledFor }) => stalledFor() >= stallTime)
      stalled.sort((one, other) => other.queuedBytes() - one.queuedBytes())
      for (const subscriber of stalled) {
        if (bytes <= maxBytes / 2) break
        subscriber.evict()
      }
    },
  }
}
