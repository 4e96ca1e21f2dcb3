import { expect, test } from 'vitest'
import { once } from '../../src/shared/once.ts'

test('a result is computed once, even for concurrent callers', async () => {
  let calls = 0
  const read = once(async () => {
    calls += 1
    return calls
  })
  expect(await Promise.all([read(), read()])).toEqual([1, 1])
  expect(await read()).toBe(1)
})

test('a failure is not cached: the next call tries again', async () => {
  const outcomes = [new Error('too many open files'), 'read']
  const read = once(async () => {
    const outcome = outcomes.shift()
    if (outcome instanceof Error) throw outcome
    return outcome
  })
  await expect(read()).rejects.toThrow('too many open files')
  expect(await read()).toBe('read')
  expect(await read()).toBe('read')
})
