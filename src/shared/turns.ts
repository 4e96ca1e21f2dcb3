import { currentScope } from './requestScope.ts'

/** Maximum work in one turn of the event loop, in rows of about a dozen fields: a few milliseconds. */
export const rowsPerTurn = 250

interface Waiter {
  readonly rows: number
  resume(): void
}

/** The waiting callers of one request, of which the first `served` have had their turn. */
interface Queue {
  readonly waiters: Waiter[]
  served: number
}

/** The queues by request. Requests take turns, so that a small one does not wait for a large one. */
const waiting = new Map<object, Queue>()
/** The key of work outside of any request. */
const nobody = {}
/** Called once nothing of a request is waiting. */
const idleListeners = new Map<object, (() => void)[]>()

let used = 0
let isScheduled = false

const schedule = (): void => {
  if (isScheduled) return
  isScheduled = true
  setImmediate(startTurn)
}

const startTurn = (): void => {
  isScheduled = false
  used = 0
  for (const [scope, queue] of waiting) {
    const waiter = queue.waiters[queue.served]
    queue.served += 1
    // A request that has had a turn moves to the end of the map, which this loop reaches again.
    waiting.delete(scope)
    if (queue.served < queue.waiters.length) waiting.set(scope, queue)
    else notifyIdle(scope)
    used += waiter?.rows ?? 0
    waiter?.resume()
    if (used >= rowsPerTurn) break
  }
  if (used > 0 || waiting.size > 0) schedule()
}

const notifyIdle = (scope: object): void => {
  const listeners = idleListeners.get(scope) ?? []
  idleListeners.delete(scope)
  for (const listener of listeners) listener()
}

/**
 * Requests a turn to process rows. Returns undefined if work may continue immediately, otherwise a promise of the turn.
 * In between, the event loop handles other requests. Call this once per list or chunk, not once per row.
 */
export const takeTurn = (rows: number): Promise<void> | undefined => {
  schedule()
  if (waiting.size === 0 && used < rowsPerTurn) {
    used += rows
    return undefined
  }
  const scope = currentScope() ?? nobody
  return new Promise((resume) => {
    const queue = waiting.get(scope)
    if (queue) queue.waiters.push({ rows, resume })
    else waiting.set(scope, { waiters: [{ rows, resume }], served: 0 })
  })
}

/** Calls back once nothing of the running request waits for a turn; immediately if nothing does. */
export const afterTurns = (callback: () => void): void => {
  const scope = currentScope() ?? nobody
  if (!waiting.has(scope)) {
    callback()
    return
  }
  const idle = new Promise<void>((resolve) => {
    idleListeners.set(scope, [...(idleListeners.get(scope) ?? []), resolve])
  })
  // The caller that received the last turn runs first, since it may request another one.
  idle.then(() => process.nextTick(() => afterTurns(callback)))
}

/** Returns the values of a list field in turns: a long list in chunks, each in a separate turn. */
export const inTurns = <Value>(values: readonly Value[]): Iterable<Value> | Promise<Iterable<Value>> => {
  // The executor accepts both, while the types of Pothos accept either one, but not their union.
  if (values.length > rowsPerTurn) return yieldInTurns(values) as unknown as Iterable<Value>
  return takeTurn(values.length)?.then(() => values) ?? values
}

async function* yieldInTurns<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  for (let start = 0; start < values.length; start += rowsPerTurn) {
    const chunk = values.slice(start, start + rowsPerTurn)
    await takeTurn(chunk.length)
    yield* chunk
  }
}

/** Collects all values of a sequence in chunks, each in a separate turn. */
export const collectInTurns = async <Value>(values: Iterable<Value>): Promise<Value[]> => {
  const collected: Value[] = []
  for (const value of values) {
    collected.push(value)
    if (collected.length % rowsPerTurn === 0) await takeTurn(rowsPerTurn)
  }
  return collected
}
