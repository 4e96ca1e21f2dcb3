import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { type RequestScope, runInScope } from '../../src/shared/requestScope.ts'
import { afterSlices, collectInSlices, inSlices, takeSlice } from '../../src/shared/timeSlices.ts'

const makeScope = (): RequestScope => ({ signal: new Cancellation(), onStatement: () => undefined })

/** Starts in a time slice in which nothing has run yet. */
beforeEach(async () => {
  await nextTurn()
  await nextTurn()
})

test('a little work continues immediately', () => {
  expect([takeSlice(100), takeSlice(100)]).toEqual([undefined, undefined])
})

test('more work waits for the next time slices, in order', async () => {
  const done: number[] = []
  let slice = 0
  const count = async () => {
    while (done.length < 6) {
      slice += 1
      await nextTurn()
    }
  }
  const counting = count()
  const slices: number[] = []
  await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (number) => {
      await takeSlice(250)
      slices.push(slice)
      done.push(number)
    }),
  )
  await counting
  expect(done).toEqual([1, 2, 3, 4, 5, 6])
  expect(new Set(slices).size).toBe(6)
})

test('requests share the time slices: a small one does not wait for all of a large one', async () => {
  const done: string[] = []
  const work = (name: string) => async () => {
    await takeSlice(250)
    done.push(name)
  }
  const [large, small] = [makeScope(), makeScope()]
  await Promise.all([
    ...Array.from({ length: 10 }, () => runInScope(large, work('large'))),
    runInScope(small, work('small')),
  ])
  expect(done.indexOf('small')).toBeLessThan(4)
})

test('work after all time slices of a request runs after the last one, in its own request', async () => {
  const scope = makeScope()
  const done: string[] = []
  await runInScope(scope, async () => {
    const work = Array.from({ length: 5 }, async (_, index) => {
      await takeSlice(250)
      await Promise.resolve()
      done.push(`work ${index}`)
    })
    await new Promise<void>((resolve) =>
      afterSlices(() => {
        done.push('after')
        resolve()
      }),
    )
    await Promise.all(work)
  })
  expect(done).toEqual(['work 0', 'work 1', 'work 2', 'work 3', 'work 4', 'after'])
})

test('long and short lists are returned completely', async () => {
  const numbers = Array.from({ length: 1001 }, (_, index) => index)
  const values: number[] = []
  const long: unknown = await inSlices(numbers)
  for await (const value of long as AsyncIterable<number>) values.push(value)
  expect(values).toEqual(numbers)
  const short = numbers.slice(0, 10)
  expect(await inSlices(short)).toBe(short)
  expect(await collectInSlices(numbers)).toEqual(numbers)
})
