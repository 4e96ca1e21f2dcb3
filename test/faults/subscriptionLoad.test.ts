import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { type EventReader, readEvents } from '../support/events.ts'
import { type FaultyServer, startFaulty, waitFor } from '../support/faults.ts'

const subscribers = 30

describe.skipIf(binFolder === undefined)('many subscriptions', () => {
  let faulty: FaultyServer
  beforeAll(async () => {
    faulty = await startFaulty(binFolder ?? '')
  })
  afterAll(() => faulty.close())

  const open = async (query: string): Promise<EventReader> =>
    readEvents(
      await fetch(`${faulty.server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query }),
      }),
    )
  const openAll = (queryOf: (n: number) => string) =>
    Promise.all(Array.from({ length: subscribers }, (_, n) => open(queryOf(n))))
  const closeAll = (streams: readonly EventReader[]) => Promise.all(streams.map((events) => events.close()))
  const countErrors = async () => (await faulty.send('{ errors { totalCount } }')).data

  test('compute few overviews at the same time, and leave connections to requests', async () => {
    let opening: Promise<readonly EventReader[]> | undefined
    await faulty.whileLocked('botlens_messages_rollups', async () => {
      opening = openAll(
        (n) => `subscription { overviewChanged(scope: { botIds: ["b${n}"] }) { overview { totalMessages } } }`,
      )
      await waitFor(async () => (await faulty.countBlocked()) === 2)
      expect(await countErrors()).toEqual({ errors: { totalCount: 0 } })
      expect(await faulty.countBlocked()).toBe(2)
    })
    const streams = (await opening) ?? []
    for (const events of streams)
      expect((await events.nextResult())?.data).toEqual({ overviewChanged: { overview: { totalMessages: 0 } } })
    await closeAll(streams)
  })
})
