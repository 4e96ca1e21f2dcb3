import { currentScope } from './requestScope.ts'

/**
 * Maximum work in one time slice, between which the event loop handles other requests, in rows of about a dozen fields:
 * a few milliseconds.
 */
export const rowsPerSlice = 250

/** Characters of text that take about as long to read or write as one row. */
const charactersPerRow = 2000
/** The cost of receiving a row of ordinary size, relative to the cost of resolving its fields. */
const receivedShare = 0.25
/** Values of a result that take about as long to read or write as one row takes to resolve. */
const valuesPerRow = 50
/** Live events that take about as long to deliver to a subscriber as one row takes to resolve. */
const eventsPerRow = 5

interface Waiter {
  readonly rows: number
  resume(): void
}

/** The waiting callers of one request, of which the first `served` have had a slice. */
interface Queue {
  readonly waiters: Waiter[]
  served: number
}

/**
 * The queues by request. Requests share the time slices in rotation, so that a small one does not wait for a large one.
 */
const waiting = new Map<object, Queue>()
/** The key of work outside of any request. */
const noRequest = {}
/** Called once nothing of a request is waiting. */
const idleListeners = new Map<object, (() => void)[]>()

let used = 0
let isScheduled = false

const schedule = (): void => {
  if (isScheduled) return
  isScheduled = true
  setImmediate(startSlice)
}

const startSlice = (): void => {
  isScheduled = false
  used = 0
  for (const [scope, queue] of waiting) {
    const waiter = queue.waiters[queue.served]
    queue.served += 1
    // A request that has had a slice moves to the end of the map, which this loop reaches again.
    waiting.delete(scope)
    if (queue.served < queue.waiters.length) waiting.set(scope, queue)
    else notifyIdle(scope)
    used += waiter?.rows ?? 0
    waiter?.resume()
    if (used >= rowsPerSlice) break
  }
  if (used > 0 || waiting.size > 0) schedule()
}

const notifyIdle = (scope: object): void => {
  const listeners = idleListeners.get(scope) ?? []
  idleListeners.delete(scope)
  for (const listener of listeners) listener()
}

/**
 * Requests a time slice to process rows. Returns undefined if work may continue immediately, otherwise a promise of the
 * slice. In between, the event loop handles other requests. Call this once per list or chunk, not once per row.
 */
export const takeSlice = (rows: number): Promise<void> | undefined => {
  schedule()
  if (waiting.size === 0 && used < rowsPerSlice) {
    used += rows
    return undefined
  }
  const scope = currentScope() ?? noRequest
  return new Promise((resume) => {
    const queue = waiting.get(scope)
    if (queue) queue.waiters.push({ rows, resume })
    else waiting.set(scope, { waiters: [{ rows, resume }], served: 0 })
  })
}

/** Requests a time slice to process text, like {@link takeSlice}. */
export const takeTextSlice = (characters: number): Promise<void> | undefined => takeSlice(characters / charactersPerRow)

/** Requests a time slice to receive a row of the given number of bytes, like {@link takeSlice}. */
export const takeRowSlice = (bytes: number): Promise<void> | undefined =>
  takeSlice(Math.max(receivedShare, bytes / charactersPerRow))

/** Requests a time slice to process values of a result, like {@link takeSlice}. */
export const takeValueSlice = (values: number): Promise<void> | undefined => takeSlice(values / valuesPerRow)

/** Requests a time slice to deliver live events to a subscriber, like {@link takeSlice}. */
export const takeEventSlice = (events: number): Promise<void> | undefined => takeSlice(events / eventsPerRow)

/** Calls back once nothing of the running request waits for a slice; immediately if nothing does. */
export const afterSlices = (callback: () => void): void => {
  const scope = currentScope() ?? noRequest
  if (!waiting.has(scope)) {
    callback()
    return
  }
  const idle = new Promise<void>((resolve) => {
    idleListeners.set(scope, [...(idleListeners.get(scope) ?? []), resolve])
  })
  // The caller that received the last slice runs first, since it may request another one.
  idle.then(() => process.nextTick(() => afterSlices(callback)))
}

/** Returns the values of a list field in time slices: a long list in chunks, each in a separate slice. */
export const inSlices = <Value>(values: readonly Value[]): Iterable<Value> | Promise<Iterable<Value>> => {
  // The executor accepts both, while the types of Pothos accept either one, but not their union.
  if (values.length > rowsPerSlice) return yieldInSlices(values) as unknown as Iterable<Value>
  return takeSlice(values.length)?.then(() => values) ?? values
}

async function* yieldInSlices<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  for (let start = 0; start < values.length; start += rowsPerSlice) {
    const chunk = values.slice(start, start + rowsPerSlice)
    await takeSlice(chunk.length)
    yield* chunk
  }
}

/** Collects all values of a sequence in chunks, each in a separate time slice. */
export const collectInSlices = async <Value>(values: Iterable<Value>): Promise<Value[]> => {
  const collected: Value[] = []
  for (const value of values) {
    collected.push(value)
    if (collected.length % rowsPerSlice === 0) await takeSlice(rowsPerSlice)
  }
  return collected
}
