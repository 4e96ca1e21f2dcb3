import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { patience, recordMutation, runOn } from '../support/replicas.ts'
import { type ReplicatedServer, startReplicatedServers } from '../support/replicatedServers.ts'

const query = `{
  overview { totalMessages activeSessions }
  messages(first: 50) { totalCount nodes { id session { messageCount } } }
  messageMetrics(groupBy: [BOT]) { groups { key { bot { id } } measures { messages } } }
}`
const writers = 8
const recordedByEach = 20
const recordError =
  'mutation ($id: ID!) { recordErrors(input: [{ id: $id, errorType: "E", errorMessage: "" }]) { recorded } }'
const errorEvents = 'subscription { errorRecorded { cursor errorLog { id } } }'

describe.skipIf(binFolder === undefined)('two server processes on a primary and a streaming replica', () => {
  let servers: Awaited<ReturnType<typeof startReplicatedServers>>
  let both: readonly ReplicatedServer[]
  beforeAll(async () => {
    servers = await startReplicatedServers(binFolder ?? '')
    both = [servers.a, servers.b]
  })
  afterAll(() => servers.close())

  const record = async (server: ReplicatedServer, id: string) => {
    const { data, errors } = await server.send(recordMutation(id), servers.tokens.writer)
    expect([data, errors]).toEqual([{ recordMessages: { recorded: 1 } }, []])
  }
  const findOwn = (server: ReplicatedServer, id: string) =>
    server.send(`{ message(id: "${id}") { id } }`, servers.tokens.writer)

  test('give the same answers, as of the same position of the replica', async () => {
    for (const id of ['one', 'two', 'three']) await record(servers.a, id)
    for (const server of both)
      await waitFor(async () => {
        const { data, database } = await server.send('{ messages { totalCount } }')
        return (
          database?.server === 'replica' && JSON.stringify(data) === JSON.stringify({ messages: { totalCount: 3 } })
        )
      }, patience)
    await servers.whilePaused(async () => {
      await servers.insertMessage('later')
      const insertedAt = Date.now()
      const [{ position }] = await runOn(servers.replica, 'SELECT pg_last_wal_replay_lsn()::text AS position')
      for (const server of both) {
        await waitFor(async () => (await server.send(query)).database?.position === position, patience)
        const { data, errors, database } = await server.send(query)
        expect(errors).toEqual([])
        expect(data).toEqual({
          overview: { totalMessages: 3, activeSessions: 1 },
          messages: {
            totalCount: 3,
            nodes: ['three', 'two', 'one'].map((id) => ({ id, session: { messageCount: 3 } })),
          },
          messageMetrics: { groups: [{ key: { bot: { id: 'b' } }, measures: { messages: 3 } }] },
        })
        expect(database).toEqual({ server: 'replica', replica: 1, asOf: expect.any(String), position })
        expect(Date.parse(database?.asOf ?? '')).toBeLessThan(insertedAt)
      }
    })
  })

  test('a caller reads its own changes at the server that made them, and at the other after the replay', async () => {
    await Promise.all(both.map((server) => server.untilReadsFrom('replica', servers.tokens.writer)))
    await servers.whilePaused(async () => {
      await record(servers.a, 'own')
      const atA = await findOwn(servers.a, 'own')
      expect([atA.data, atA.database]).toEqual([{ message: { id: 'own' } }, { server: 'primary' }])
      const atB = await findOwn(servers.b, 'own')
      expect([atB.data, atB.database?.server]).toEqual([{ message: null }, 'replica'])
    })
    for (const server of both) {
      await server.untilReadsFrom('replica', servers.tokens.writer)
      await waitFor(async () => (await findOwn(server, 'own')).database?.server === 'replica', patience)
      await waitFor(async () => (await findOwn(server, 'own')).data?.['message'] !== null, patience)
    }
  })

  test('events recorded at either are delivered by both, once and in the same order, and then found by queries', async () => {
    const streams = await Promise.all(both.map((server) => server.subscribe(errorEvents)))
    const readFrom = new Set<string | undefined>()
    const recording = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < recordedByEach; n += 1) {
        const server = both[writer % both.length]
        const answer = await server?.send(recordError, servers.tokens.writer, { id: `${writer} ${n}` })
        expect([answer?.data, answer?.errors]).toEqual([{ recordErrors: { recorded: 1 } }, []])
      }
    })
    const received = await Promise.all(
      streams.map(async (events, at) => {
        const ids: string[] = []
        while (ids.length < writers * recordedByEach) {
          const [result] = await events.nextResults(1)
          const errorLog = (result?.data?.['errorRecorded'] as { errorLog: { id: string } } | undefined)?.errorLog
          if (!errorLog) throw new Error(`Not an event of an error: ${JSON.stringify(result)}`)
          ids.push(errorLog.id)
          const found = await both[at]?.send('query ($id: ID!) { errorLog(id: $id) { id } }', undefined, errorLog)
          expect([found?.data, found?.errors]).toEqual([{ errorLog }, []])
          readFrom.add(found?.database?.server)
        }
        return ids
      }),
    )
    await Promise.all(recording)
    const [atA = [], atB] = received
    expect(atB).toEqual(atA)
    for (let writer = 0; writer < writers; writer += 1)
      expect(atA.filter((id) => id.startsWith(`${writer} `))).toEqual(
        Array.from({ length: recordedByEach }, (_, n) => `${writer} ${n}`),
      )
    expect(readFrom).toContain('replica')
    // No event follows that was delivered before.
    const last = await servers.a.send(recordError, servers.tokens.writer, { id: 'last' })
    expect(last.errors).toEqual([])
    for (const events of streams) {
      expect((await events.nextResult())?.data).toMatchObject({ errorRecorded: { errorLog: { id: 'last' } } })
      await events.close()
    }
  })

  test('the loss of the replica is visible at both, fails no query, and ends by itself', async () => {
    await Promise.all(both.map((server) => server.untilReadsFrom('replica')))
    const failures: unknown[] = []
    let going = true
    const load = Promise.all(
      both.map(async (server) => {
        while (going) {
          const { status, errors } = await server.send(query)
          if (status !== 200 || errors.length > 0) failures.push({ status, errors })
        }
      }),
    )
    const usedMetric = async (server: ReplicatedServer) =>
      /^botlens_replica_used\{replica="1"\} (\d)$/m.exec(await (await server.get('/metrics')).text())?.[1]
    const countLogged = ({ output }: ReplicatedServer, message: string) =>
      output().split(`"msg":"${message}"`).length - 1
    const wereUsed = both.map((server) => countLogged(server, 'a replica is used'))

    await servers.replica.stop()
    for (const server of both) {
      await waitFor(async () => (await server.readState()).status === 'unavailable', patience)
      expect((await server.readState()).code).toBe(200)
      expect(await usedMetric(server)).toBe('0')
      await server.waitFor(/"replica":\{"number":1,"status":"unavailable".*"msg":"a replica is not used"/)
      expect((await server.send(query)).database).toEqual({ server: 'primary' })
    }
    await record(servers.a, 'meanwhile')
    for (const server of both)
      expect((await findOwn(server, 'meanwhile')).data).toEqual({ message: { id: 'meanwhile' } })

    await servers.replica.start()
    for (const [at, server] of both.entries()) {
      await server.untilReadsFrom('replica')
      expect(await server.readState()).toEqual({ code: 200, status: 'used' })
      expect(await usedMetric(server)).toBe('1')
      await waitFor(() => countLogged(server, 'a replica is used') > (wereUsed[at] ?? 0), patience)
    }
    going = false
    await load
    expect(failures).toEqual([])
    expect(await servers.stopServers()).toEqual([0, 0])
  })
})
