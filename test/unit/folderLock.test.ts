import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { beat } from '../../src/db/embedded/heartbeat.ts'
import { FolderInUseError, keepLock, lockFolder } from '../../src/db/embedded/lock.ts'
import { describeProcess, type Owner } from '../../src/db/embedded/owner.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-lock-'))
  return () => rm(folder, { recursive: true, force: true })
})
afterEach(() => {
  vi.useRealTimers()
})

const file = () => join(folder, 'botlens.lock')
const elsewhere: Owner = { pid: 1, host: 'old-container', system: 'boot pid:[2]', started: '1', token: 'theirs' }
const writeLock = (owner: object) => writeFileSync(file(), JSON.stringify(owner))
const readToken = async (): Promise<unknown> => JSON.parse(await readFile(file(), 'utf8')).token
/** A wait without events, or with the given one. */
const waiting = (during: (round: number) => void = () => undefined) => {
  let rounds = 0
  return {
    wait: async () => {
      rounds += 1
      during(rounds)
    },
    rounds: () => rounds,
  }
}

test.each([
  ['another host', elsewhere],
  ['a file of an earlier version', { pid: 1, host: 'old-container', started: null, token: 'theirs' }],
  ['a container of the same name', { ...elsewhere, host: 'self' }],
])('a lock without a heartbeat is taken over: %s', async (_name, owner) => {
  writeLock(owner)
  const { wait, rounds } = waiting()
  const messages: string[] = []
  const self = { ...(await describeProcess()), host: 'self', system: 'boot pid:[1]' }
  const lock = await lockFolder(folder, { self, wait, onWatch: (message) => messages.push(message) })
  expect(rounds()).toBeGreaterThanOrEqual(3)
  expect(await readToken()).toBe(lock.token)
  expect(messages).toHaveLength(1)
  await lock.release()
  expect(readdirSync(folder)).toEqual([])
})

test.each([1, 3])('a lock with a heartbeat is not taken over: in round %d', async (round) => {
  writeLock(elsewhere)
  const { wait } = waiting((current) => {
    // Its clock may be far behind: only the change is relevant.
    if (current === round) utimesSync(file(), new Date(1000), new Date(1000))
  })
  await expect(lockFolder(folder, { wait })).rejects.toThrow(FolderInUseError)
  expect(await readToken()).toBe('theirs')
  expect(readdirSync(folder)).toEqual(['botlens.lock'])
})

test('only one of two processes that watch the same lock takes it over', async () => {
  writeLock(elsewhere)
  const results = await Promise.allSettled(
    ['one', 'two', 'three'].map(async (token) => {
      const self = { ...(await describeProcess()), pid: process.ppid, started: null, token }
      return lockFolder(folder, { self, wait: waiting().wait })
    }),
  )
  const taken = results.filter(({ status }) => status === 'fulfilled')
  expect(taken).toHaveLength(1)
  expect(['one', 'two', 'three']).toContain(await readToken())
})

test('the owner notices that its lock was taken over', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const lock = await lockFolder(folder)
  let lost = 0
  const stop = keepLock(lock, () => {
    lost += 1
  })
  vi.advanceTimersByTime(60_000)
  expect(lost).toBe(0)
  writeLock(elsewhere)
  vi.advanceTimersByTime(60_000)
  expect(lost).toBe(1)
  await lock.release()
  expect(await readToken()).toBe('theirs')
  stop()
})

test('a heartbeat updates the file, and fails if the lock is gone', async () => {
  const lock = await lockFolder(folder)
  utimesSync(file(), new Date(1000), new Date(1000))
  const other = lockFolder(folder, { self: elsewhere, wait: async () => expect(beat(lock)).toBe(true) })
  await expect(other).rejects.toThrow(FolderInUseError)
  await lock.release()
  expect(beat(lock)).toBe(false)
})

test('a process on this system is looked up immediately', async () => {
  const self = await describeProcess()
  const neverWait = async () => {
    throw new Error('it waited')
  }
  writeLock({ ...self, pid: process.ppid, started: null, token: 'theirs' })
  await expect(lockFolder(folder, { wait: neverWait })).rejects.toThrow(`is in use by process ${process.ppid}`)
  writeLock({ ...self, pid: 2 ** 22 + 1, token: 'theirs' })
  await (await lockFolder(folder, { wait: neverWait })).release()
})
