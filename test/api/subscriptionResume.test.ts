import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { Result } from '../support/events.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const query =
  'subscription ($after: String, $filter: ErrorFilter) { errorRecorded(after: $after, filter: $filter) { cursor errorLog { id } } }'

interface Delivered {
  readonly errorRecorded: { readonly cursor: string; readonly errorLog: { readonly id: string } }
}

const deliveredOf = ({ data, errors }: Result) => {
  if (errors) throw new Error(JSON.stringify(errors))
  const { errorRecorded } = data as unknown as Delivered
  return { cursor: errorRecorded.cursor, id: errorRecorded.errorLog.id }
}

const rowsOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix} ${String(index).padStart(4, '0')}` }))

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

/** Reads the ids of the next events. */
const read = async (variables: object, count: number) => {
  const events = await app.subscribe(query, variables)
  const found = (await events.nextResults(count)).map(deliveredOf)
  await events.close()
  return found
}

test('each event can be resumed after, also within one statement', async () => {
  const events = await app.subscribe(query)
  const rows = rowsOf('each', 5)
  await store(app.db, 'errorLog', rows.slice(0, 3))
  for (const row of rows.slice(3)) await store(app.db, 'errorLog', [row])
  const all = (await events.nextResults(5)).map(deliveredOf)
  await events.close()
  expect(idsOf(all)).toEqual(idsOf(rows))
  for (const [index, { cursor }] of all.slice(0, -1).entries())
    expect(await read({ after: cursor }, 4 - index)).toEqual(all.slice(index + 1))
})

test('a subscription that resumes continues with new events, without a gap or a repeat', async () => {
  const first = await app.subscribe(query)
  await store(app.db, 'errorLog', rowsOf('start', 1))
  const [start] = (await first.nextResults(1)).map(deliveredOf)
  await first.close()
  const rows = rowsOf('many', 1200)
  await store(app.db, 'errorLog', rows.slice(0, 1000))
  const resumed = await app.subscribe(query, { after: start?.cursor })
  const recording = (async () => {
    for (const row of rows.slice(1000)) await store(app.db, 'errorLog', [row])
  })()
  const ids = idsOf((await resumed.nextResults(rows.length)).map(deliveredOf))
  await recording
  await resumed.close()
  expect(ids).toEqual(idsOf(rows))
})

test('a resumed subscription reads only what its filter matches', async () => {
  const [start] = await (async () => {
    const events = await app.subscribe(query)
    await store(app.db, 'errorLog', rowsOf('filtered', 1))
    const found = (await events.nextResults(1)).map(deliveredOf)
    await events.close()
    return found
  })()
  await store(app.db, 'errorLog', rowsOf('other', 1500))
  await store(app.db, 'errorLog', [{ id: 'wanted', errorType: 'Wanted' }])
  const found = await read({ after: start?.cursor, filter: { errorTypes: ['Wanted'] } }, 1)
  expect(idsOf(found)).toEqual(['wanted'])
})

test('a client that does not read is told that it fell behind, and resumes without a gap or a repeat', async () => {
  const slow = await app.subscribe(query)
  const fast = await app.subscribe(query)
  const rows = rowsOf('flood', 2500)
  for (let at = 0; at < rows.length; at += 250) {
    await store(app.db, 'errorLog', rows.slice(at, at + 250))
    await fast.nextResults(250)
  }
  await fast.close()
  const ids: string[] = []
  let cursor: unknown
  for (let result = await slow.nextResult(); result; result = await slow.nextResult()) {
    if (result.errors) {
      expect(result.errors).toMatchObject([
        {
          message: expect.stringContaining('1000 events were waiting to be read'),
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ])
      cursor = result.errors[0]?.extensions?.['cursor']
    } else ids.push(deliveredOf(result).id)
  }
  expect(ids.length).toBeGreaterThanOrEqual(1000)
  expect(ids.length).toBeLessThan(2000)
  const rest = await read({ after: cursor }, rows.length - ids.length)
  expect([...ids, ...idsOf(rest)]).toEqual(idsOf(rows))
  expect(await (await app.fetch('/metrics')).text()).toContain('botlens_subscriptions_evicted_total 1')
})

test('a client that falls behind and reads on receives every event once, and delays no other', async () => {
  const slow = await app.subscribe(query)
  const fast = await app.subscribe(query)
  const rows = rowsOf('behind', 1700)
  for (let at = 0; at < rows.length; at += 100) {
    await store(app.db, 'errorLog', rows.slice(at, at + 100))
    await fast.nextResults(100)
  }
  expect(idsOf((await slow.nextResults(rows.length)).map(deliveredOf))).toEqual(idsOf(rows))
  await store(app.db, 'errorLog', rowsOf('afterwards', 2))
  for (const events of [slow, fast]) {
    expect(idsOf((await events.nextResults(2)).map(deliveredOf))).toEqual(['afterwards 0000', 'afterwards 0001'])
    await events.close()
  }
})

test('few large events wait for a client; it receives all of them', async () => {
  const events = await app.subscribe('subscription { messageRecorded { message { id messageContent } } }')
  const ids = Array.from({ length: 20 }, (_, index) => `large ${String(index).padStart(2, '0')}`)
  const messageContent = 'x'.repeat(400_000)
  for (const id of ids) await store(app.db, 'message', [{ id, messageContent }])
  const results = await events.nextResults(ids.length)
  await events.close()
  expect(
    results.map(({ data }) => (data?.['messageRecorded'] as { message: { id: string } } | undefined)?.message.id),
  ).toEqual(ids)
})

test('all subscribers receive events in the same order', async () => {
  const streams = await Promise.all(Array.from({ length: 5 }, () => app.subscribe(query)))
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (const row of rowsOf(`writer ${writer}`, 15)) await store(app.db, 'errorLog', [row])
    }),
  )
  const [first, ...others] = await Promise.all(
    streams.map(async (events) => (await events.nextResults(120)).map(deliveredOf)),
  )
  for (const other of others) expect(other).toEqual(first)
  expect(new Set(idsOf(first ?? [])).size).toBe(120)
  await Promise.all(streams.map((events) => events.close()))
})

describe('a cursor', () => {
  const fail = async (after: string) => {
    const { errors } = await app.send(query, { after })
    return [errors?.[0]?.extensions?.['code'], errors?.[0]?.message]
  }

  test('that is not one is rejected', async () => {
    expect(await fail('x')).toEqual([
      'BAD_USER_INPUT',
      'after: "x" is not a cursor of a subscription. Use the `cursor` of one of its events.',
    ])
    expect((await fail(Buffer.from('["abcdefghijkl",-1,0]').toString('base64url')))[0]).toBe('BAD_USER_INPUT')
  })

  test('of another database is expired', async () => {
    expect(await fail(Buffer.from('["abcdefghijkl",1,0]').toString('base64url'))).toEqual([
      'CURSOR_EXPIRED',
      'after: the cursor is from before the database was restored, replaced or failed over. Read the current data, then subscribe without `after`.',
    ])
  })

  test('whose events have been removed is expired', async () => {
    const events = await app.subscribe(query)
    await store(app.db, 'errorLog', rowsOf('removed', 2))
    const [first] = (await events.nextResults(2)).map(deliveredOf)
    await app.db.execute(raw('UPDATE botlens_live_state SET removed_seq = (SELECT max(seq) FROM botlens_live_events)'))
    expect(await fail(first?.cursor ?? '')).toEqual([
      'CURSOR_EXPIRED',
      'after: events after the cursor have been removed (LIVE_RETENTION_MINUTES). Read the current data, then subscribe without `after`.',
    ])
    await events.close()
  })
})

test('subscribers are told if events were removed before they could be delivered', async () => {
  const events = await app.subscribe(query)
  await app.db.transaction(async (tx) => {
    await tx.execute(raw("UPDATE botlens_live_state SET removed_seq = nextval('botlens_live_events_seq_seq')"))
  })
  await store(app.db, 'errorLog', rowsOf('after', 1))
  expect(await events.nextResult()).toMatchObject({
    errors: [
      {
        message:
          'Events were removed before they could be delivered. Read the current data, then subscribe without `after`.',
        extensions: { code: 'CURSOR_EXPIRED' },
      },
    ],
  })
  expect(await events.next()).toMatchObject({ event: 'complete' })
})
