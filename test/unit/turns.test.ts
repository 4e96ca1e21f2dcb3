import { expect, test } from 'vitest'
import { makeTurns } from '../../src/shared/turns.ts'

test('at most the given number of works run at the same time, in the order of the calls', async () => {
  const turns = makeTurns(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const works = [0, 1, 2, 3].map((n) =>
    turns.take(async () => {
      begun.push(n)
      await new Promise<void>((resolve) => {
        ends[n] = resolve
      })
      return n
    }),
  )
  expect(begun).toEqual([0, 1])
  ends[1]?.()
  expect(await works[1]).toBe(1)
  await expect.poll(() => begun).toEqual([0, 1, 2])
  ends[0]?.()
  ends[2]?.()
  await expect.poll(() => begun).toEqual([0, 1, 2, 3])
  ends[3]?.()
  expect(await Promise.all(works)).toEqual([0, 1, 2, 3])
})

test('work that fails ends its turn', async () => {
  const turns = makeTurns(1)
  const failing = turns.take(() => Promise.reject(new Error('failed')))
  const next = turns.take(async () => 'next')
  await expect(failing).rejects.toThrow('failed')
  expect(await next).toBe('next')
})
