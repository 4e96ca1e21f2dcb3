import { Cancellation } from './cancellation.ts'
import { bindToRequest, currentRootField, currentScope, type RequestScope, runInScope } from './requestScope.ts'

/** How items of concurrent requests are processed. */
export interface GroupedWork<Item, Result> {
  /** Processes the item of one request, in the scope of that request. */
  readonly alone: (item: Item) => Promise<Result>
  /** Processes the items of several requests. Returns their results in the same order. */
  readonly together: (items: readonly Item[]) => Promise<readonly Result[]>
  /** Whether a failure of a group shows that nothing was changed, so that its items may be processed again. */
  readonly isUndone: (error: unknown) => boolean
  /** The size of an item, e.g. its number of rows. */
  readonly sizeOf: (item: Item) => number
  /** Maximum size of a group. An item above half of it is processed alone. */
  readonly maxSize: number
}

/** Maximum number of groups, or single items, that are processed at the same time. */
const maxRunning = 2
/** Milliseconds after which waiting items are processed even if those before them are not completed. */
const maxWaitMs = 20

interface Waiting<Item, Result> {
  readonly item: Item
  readonly scope: RequestScope | undefined
  /** Processes the item in the scope of its request. */
  readonly runAlone: () => Promise<Result>
  readonly resolve: (result: Result | Promise<Result>) => void
  readonly reject: (error: unknown) => void
  /** Whether the request has received a result or an error. */
  hasEnded: boolean
}

/**
 * A scope that reports statements to all requests of a group. It is aborted when all of them have ended: until then, none
 * can cancel the work of the others.
 */
const makeGroupScope = (scopes: readonly (RequestScope | undefined)[]) => {
  const signal = new Cancellation()
  const known = scopes.filter((scope) => scope !== undefined)
  let open = scopes.length
  const end = () => {
    open -= 1
    if (open === 0) signal.abort(known[0]?.signal.reason)
  }
  const stopping = known.map((one) => one.signal.onAbort(end))
  const scope: RequestScope = {
    signal,
    onStatement: (text) => {
      for (const one of known) one.onStatement(text)
    },
    onStatementEnd: (statement) => {
      for (const one of known) one.onStatementEnd?.(statement)
    },
  }
  const release = () => {
    for (const stop of stopping) stop()
  }
  return { scope, release }
}

/**
 * Processes items of concurrent requests together. An item is processed alone and immediately while few others are in
 * progress. Items that arrive in the meantime wait, and are processed as one group. Each request receives the result of
 * its own item, once its group is completed. If a group fails and nothing was changed, each of its items is processed
 * alone, so that an error affects only the request that caused it. Otherwise each request receives the error. A request
 * that ends while it waits is rejected: its item is processed only if its group has already begun. A group whose requests
 * have all ended is cancelled.
 */
export const groupWork = <Item, Result>(work: GroupedWork<Item, Result>): ((item: Item) => Promise<Result>) => {
  const { alone, together, isUndone, sizeOf, maxSize } = work
  let running = 0
  let queue: Waiting<Item, Result>[] = []
  let timer: NodeJS.Timeout | undefined

  const takeGroup = (): Waiting<Item, Result>[] => {
    queue = queue.filter(({ hasEnded }) => !hasEnded)
    let size = 0
    const count = queue.findIndex(({ item }) => {
      size += sizeOf(item)
      return size > maxSize
    })
    return queue.splice(0, count < 0 ? queue.length : count)
  }

  /** Processes the item of one request. Its error is that of the request alone. */
  const processAlone = async ({ runAlone, resolve }: Waiting<Item, Result>): Promise<void> => {
    const result = runAlone()
    resolve(result)
    await result.catch(() => undefined)
  }

  const processGroup = async (group: readonly Waiting<Item, Result>[]): Promise<void> => {
    const [first, ...others] = group
    if (!first) return
    if (others.length === 0) return processAlone(first)
    const { scope, release } = makeGroupScope(group.map((one) => one.scope))
    try {
      const results = await runInScope(scope, () => together(group.map(({ item }) => item)))
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (isUndone(error)) await Promise.all(group.filter(({ hasEnded }) => !hasEnded).map(processAlone))
      else for (const { reject } of group) reject(error)
    } finally {
      release()
    }
  }

  const track = async <Value>(task: () => Promise<Value>): Promise<Value> => {
    running += 1
    try {
      return await task()
    } finally {
      running -= 1
      startNext()
    }
  }

  const startNext = (isOverdue = false): void => {
    if (queue.length === 0 || (running >= maxRunning && !isOverdue)) return
    clearTimeout(timer)
    timer = undefined
    const group = takeGroup()
    if (group.length > 0) void track(() => processGroup(group))
    if (queue.length > 0) watchQueue()
  }

  const watchQueue = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      startNext(true)
    }, maxWaitMs)
  }

  return (item) => {
    if (sizeOf(item) > maxSize / 2) return alone(item)
    if (running < maxRunning) return track(() => alone(item))
    return new Promise((resolve, reject) => {
      const scope = currentScope()
      if (scope?.signal.aborted) return reject(scope.signal.reason)
      const field = currentRootField()
      if (field) field.pending += 1
      const finish = <Value>(settle: (value: Value) => void) => {
        return (value: Value) => {
          stopListening?.()
          if (field && !waiting.hasEnded) field.pending -= 1
          waiting.hasEnded = true
          settle(value)
        }
      }
      const waiting: Waiting<Item, Result> = {
        item,
        scope,
        runAlone: bindToRequest(() => alone(item)),
        resolve: finish(resolve),
        reject: finish(reject),
        hasEnded: false,
      }
      const stopListening = scope?.signal.onAbort(() => waiting.reject(scope.signal.reason))
      queue.push(waiting)
      watchQueue()
    })
  }
}
