import { expect, it } from 'vitest'
import { generateTraffic } from '../../src/demo/traffic.ts'
import { groupBy } from '../../src/shared/groupBy.ts'

const minute = 60_000
const since = new Date('2026-05-17T03:00:00Z')
/** The length of the following period, in minutes. */
const further = 30 * 60

// The first period is long, so that it ends with 45 minutes in which questions remain without a response.
it.each([
  [76 * 60, further],
  [79 * 60, further],
  [83 * 60, 120],
  [86 * 60, 20],
])('sessions count their messages when traffic continues after %d minutes in steps of %d', (first, step) => {
  const end = new Date(since.getTime() + (first + further) * minute)
  const stored = new Map<string, string | null>()
  const counts = new Map<string, number>()
  let to = since
  for (let length = first; to < end; length = step) {
    const from = to
    to = new Date(from.getTime() + length * minute)
    for (const { session, messages } of generateTraffic({ from, to, seed: 7, since })) {
      expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length)
      for (const { id, sessionId } of messages) stored.set(id, sessionId)
      counts.set(session.id, session.messageCount)
    }
  }
  const found = groupBy([...stored.values()], (sessionId) => sessionId)
  expect([...counts].filter(([id, count]) => found.get(id)?.length !== count)).toEqual([])
  expect(counts.size).toBeGreaterThan(20)
})
