/** A queue with one reader, which waits for items. */
export interface Queue<Item> extends AsyncIterableIterator<Item, undefined> {
  /** Appends an item. Items after the end are ignored. */
  push(item: Item): void
  /** Ends the queue: after the remaining items, the reader receives the last one, if any, and then the end. */
  finish(last?: Item): void
  /** Removes all items that have not been read, unless the queue has ended. */
  clear(): void
  /** Ends the queue with a last item, in place of all items that have not been read, also of an earlier last one. */
  replace(last: Item): void
  /** The first item that has not been read. */
  first(): Item | undefined
  /** The number of items that have not been read. */
  size(): number
  return(): Promise<IteratorResult<Item, undefined>>
}

/**
 * Creates a queue.
 * @param onReturn called when the reader stops reading, or has read the last item.
 * @param onDrop called for each item that is removed without being read.
 */
export const makeQueue = <Item>(onReturn: () => void, onDrop: (item: Item) => void = () => undefined): Queue<Item> => {
  let items: Item[] = []
  let isEnded = false
  let waiting: ((result: IteratorResult<Item, undefined>) => void) | undefined
  const finished = (): IteratorResult<Item, undefined> => {
    onReturn()
    return { done: true, value: undefined }
  }
  const drop = () => {
    for (const item of items) onDrop(item)
    items = []
  }
  const answer = () => {
    if (!waiting) return
    const resolve = waiting
    const [item] = items
    if (items.length > 0) {
      waiting = undefined
      items.shift()
      resolve({ done: false, value: item as Item })
    } else if (isEnded) {
      waiting = undefined
      resolve(finished())
    }
  }
  const queue: Queue<Item> = {
    push: (item) => {
      if (isEnded) return
      items.push(item)
      answer()
    },
    finish: (last) => {
      if (isEnded) return
      if (last !== undefined) items.push(last)
      isEnded = true
      answer()
    },
    clear: () => {
      if (!isEnded) drop()
    },
    replace: (last) => {
      if (isEnded && items.length === 0) return
      drop()
      items.push(last)
      isEnded = true
      answer()
    },
    first: () => items[0],
    size: () => items.length,
    next: () =>
      new Promise((resolve) => {
        waiting = resolve
        answer()
      }),
    return: async () => {
      isEnded = true
      drop()
      answer()
      return finished()
    },
    [Symbol.asyncIterator]: () => queue,
  }
  return queue
}
