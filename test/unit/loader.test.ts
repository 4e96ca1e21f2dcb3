import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import type { Context } from '../../src/graphql/context.ts'
import { defineLoader } from '../../src/graphql/loader.ts'

const context = { prisma: {} as Db } as Context
const textOf = (key: string) => `text of ${key}`

const defineTexts = (missing: ReadonlySet<string> = new Set()) => {
  const calls: (readonly string[])[] = []
  const loader = defineLoader<string>(
    async (_prisma, keys) => {
      calls.push([...keys])
      return new Map(keys.filter((key) => !missing.has(key)).map((key) => [key, textOf(key)]))
    },
    () => 'none',
  )
  return { calls, load: (key: string) => loader(context, undefined).load(key) }
}

test('keys of one tick are loaded once each, in one call', async () => {
  const { calls, load } = defineTexts(new Set(['b']))
  expect(await Promise.all(['a', 'b', 'a'].map(load))).toEqual(['text of a', 'none', 'text of a'])
  expect(await load('a')).toBe('text of a')
  expect(await Promise.all(['a', 'c'].map(load))).toEqual(['text of a', 'text of c'])
  expect(calls).toEqual([['a', 'b'], ['c']])
})

test('many parents are loaded by one call, and receive their values over several turns', async () => {
  const { calls, load } = defineTexts()
  let turn = 0
  let isDone = false
  const count = async () => {
    while (!isDone) {
      turn += 1
      await nextTurn()
    }
  }
  const counting = count()
  const keys = Array.from({ length: 1000 }, (_, index) => `key ${index % 600}`)
  const turns = new Set<number>()
  const values = await Promise.all(
    keys.map(async (key) => {
      const value = await load(key)
      turns.add(turn)
      return value
    }),
  )
  isDone = true
  await counting
  expect(values).toEqual(keys.map(textOf))
  expect(calls).toEqual([[...new Set(keys)]])
  expect(turns.size).toBeGreaterThanOrEqual(3)
})

test('a failed call fails all of its keys', async () => {
  const loader = defineLoader<string>(
    () => Promise.reject(new Error('no database')),
    () => 'none',
  )
  const results = await Promise.allSettled(['a', 'b'].map((key) => loader(context, undefined).load(key)))
  expect(results.map((result) => (result.status === 'rejected' ? (result.reason as Error).message : ''))).toEqual([
    'no database',
    'no database',
  ])
})
