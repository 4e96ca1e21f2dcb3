import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { groupWork } from '../../src/shared/groupWork.ts'
import { currentScope, type RequestScope, runInScope } from '../../src/shared/requestScope.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A failure after which it is unknown whether anything was changed. */
class LostError extends Error {}

/**
 * Work that is completed by hand: each call is listed with its items. An item of `bad` makes its call fail, and one of
 * `lost` with an unknown outcome.
 */
const startWork = () => {
  const calls: { readonly items: readonly string[]; finish(): void }[] = []
  const process = (items: readonly string[]) =>
    new Promise<string[]>((resolve, reject) => {
      currentScope()?.onStatement(items.join())
      const finish = () =>
        items.includes('lost')
          ? reject(new LostError('connection lost'))
          : items.includes('bad')
            ? reject(new Error(`failed: ${items}`))
            : resolve(items.map((item) => `${item} done`))
      calls.push({ items, finish })
    })
  const run = groupWork<string, string>({
    alone: async (item) => (await process([item]))[0] ?? '',
    together: process,
    isUndone: (error) => !(error instanceof LostError),
    sizeOf: (item) => (item === 'large' ? 6 : 1),
    maxSize: 10,
  })
  return { run, calls, started: () => calls.map(({ items }) => items.join()) }
}

const makeScope = (controller = new Cancellation()) => {
  const statements: string[] = []
  const scope: RequestScope = { signal: controller, onStatement: (text) => statements.push(text) }
  return { scope, statements, abort: (reason: Error) => controller.abort(reason) }
}

test('items that arrive while others are in progress are processed as one group, each with its own result', async () => {
  const { run, calls, started } = startWork()
  const results = ['a', 'b', 'c', 'd', 'e'].map((item) => run(item))
  expect(started()).toEqual(['a', 'b'])
  calls[0]?.finish()
  expect(await results[0]).toBe('a done')
  await nextTurn()
  expect(started()).toEqual(['a', 'b', 'c,d,e'])
  calls[2]?.finish()
  calls[1]?.finish()
  expect(await Promise.all(results)).toEqual(['a done', 'b done', 'c done', 'd done', 'e done'])
})

test('if a group fails, its items are processed alone: the others are not affected', async () => {
  const { run, calls, started } = startWork()
  const results = ['a', 'b', 'c', 'bad', 'e'].map((item) => run(item))
  const settled = Promise.allSettled(results)
  calls[0]?.finish()
  await nextTurn()
  calls[2]?.finish()
  await nextTurn()
  expect(started()).toEqual(['a', 'b', 'c,bad,e', 'c', 'bad', 'e'])
  for (const { finish } of calls) finish()
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
    'a done',
    'b done',
    'c done',
    'failed: bad',
    'e done',
  ])
})

test('if it is unknown whether a group changed anything, it is not repeated: each of its requests fails', async () => {
  const { run, calls, started } = startWork()
  const results = ['a', 'b', 'c', 'lost', 'e'].map((item) => run(item))
  const settled = Promise.allSettled(results)
  for (const index of [0, 1]) calls[index]?.finish()
  await nextTurn()
  calls[2]?.finish()
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
    'a done',
    'b done',
    'connection lost',
    'connection lost',
    'connection lost',
  ])
  expect(started()).toEqual(['a', 'b', 'c,lost,e'])
})

test('a request that ends while it waits is rejected with the reason, and its item is not processed', async () => {
  const { run, calls, started } = startWork()
  const { scope, abort } = makeScope()
  const others = [run('a'), run('b')]
  const ended = runInScope(scope, () => run('c'))
  others.push(run('d'), run('e'))
  abort(new Error('the client left'))
  await expect(ended).rejects.toThrow('the client left')
  calls[0]?.finish()
  await nextTurn()
  expect(started()).toEqual(['a', 'b', 'd,e'])
  for (const { finish } of calls) finish()
  expect(await Promise.all(others)).toHaveLength(4)
})

test('a request that ends after its group has begun is rejected, and the group is completed', async () => {
  const { run, calls } = startWork()
  const { scope, abort } = makeScope()
  const others = [run('a'), run('b'), run('c')]
  const ended = runInScope(scope, () => run('d'))
  calls[0]?.finish()
  await nextTurn()
  abort(new Error('the client left'))
  await expect(ended).rejects.toThrow('the client left')
  for (const { finish } of calls) finish()
  expect(await Promise.all(others)).toEqual(['a done', 'b done', 'c done'])
})

test('a group is cancelled when all of its requests have ended, not before', async () => {
  const signals: Cancellation[] = []
  const process = (): Promise<never> => {
    const scope = currentScope()
    if (scope) signals.push(scope.signal)
    return new Promise(() => undefined)
  }
  const run = groupWork({ alone: process, together: process, isUndone: () => true, sizeOf: () => 1, maxSize: 10 })
  const requests = Array.from({ length: 4 }, () => makeScope())
  vi.useFakeTimers()
  for (const [index, { scope }] of requests.entries()) void runInScope(scope, () => run(index)).catch(() => undefined)
  await vi.advanceTimersByTimeAsync(20)
  expect(signals).toHaveLength(3)
  requests[2]?.abort(new Error('gone'))
  expect(signals[2]?.aborted).toBe(false)
  requests[3]?.abort(new Error('gone as well'))
  expect(signals[2]?.aborted).toBe(true)
})

test('statements of a group are reported to each of its requests', async () => {
  const { run, calls } = startWork()
  const [one, other] = [makeScope(), makeScope()]
  const results = [run('a'), run('b'), runInScope(one.scope, () => run('c')), runInScope(other.scope, () => run('d'))]
  calls[0]?.finish()
  await nextTurn()
  for (const { finish } of calls) finish()
  await Promise.all(results)
  expect([one.statements, other.statements]).toEqual([['c,d'], ['c,d']])
})

test('large items are processed alone at once, and groups are bounded', async () => {
  const { run, calls, started } = startWork()
  const results = ['a', 'b', 'large', ...Array.from({ length: 12 }, (_, index) => `${index}`)].map((item) => run(item))
  expect(started()).toEqual(['a', 'b', 'large'])
  calls[0]?.finish()
  await nextTurn()
  expect(calls[3]?.items).toHaveLength(10)
  calls[1]?.finish()
  await nextTurn()
  expect(started()[4]).toBe('10,11')
  for (const { finish } of calls) finish()
  expect(await Promise.all(results)).toHaveLength(15)
})

test('waiting items are processed after a while even if those before them are not completed', async () => {
  vi.useFakeTimers()
  const { run, calls, started } = startWork()
  const results = ['a', 'b', 'c', 'd'].map((item) => run(item))
  vi.advanceTimersByTime(20)
  expect(started()).toEqual(['a', 'b', 'c,d'])
  for (const { finish } of calls) finish()
  expect(await Promise.all(results)).toHaveLength(4)
})

test('a request that has ended is rejected without being processed', async () => {
  const { run, calls, started } = startWork()
  const { scope, abort } = makeScope()
  const others = [run('a'), run('b')]
  abort(new Error('the client left'))
  await expect(runInScope(scope, () => run('c'))).rejects.toThrow('the client left')
  for (const { finish } of calls) finish()
  await Promise.all(others)
  expect(started()).toEqual(['a', 'b'])
})

test('a single item that waited counts as running until it is completed', async () => {
  const { run, calls, started } = startWork()
  const results = ['a', 'b', 'c'].map((item) => run(item))
  calls[0]?.finish()
  await results[0]
  await nextTurn()
  results.push(run('d'), run('e'))
  await nextTurn()
  expect(started()).toEqual(['a', 'b', 'c'])
  calls[1]?.finish()
  await results[1]
  await nextTurn()
  expect(started()).toEqual(['a', 'b', 'c', 'd,e'])
  for (const { finish } of calls) finish()
  expect(await Promise.all(results)).toHaveLength(5)
})
