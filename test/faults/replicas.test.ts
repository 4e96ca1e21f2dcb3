import { describe, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { testLimits } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { binFolder } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { countQuery, patience, recordMutation, useReplicated } from '../support/replicas.ts'

describe.skipIf(binFolder === undefined)('a primary with a streaming replica', () => {
  const servers = useReplicated()

  test('queries and exports read from the replica; mutations, and callers that changed something, from the primary', async () => {
    const { send, get, readsFrom, statusIs } = await servers.serve()
    await waitFor(statusIs('used'), patience)
    const before = (await send(servers.tokens.reader, countQuery)).data
    await servers.whilePaused(async () => {
      await servers.insertMessage('paused')
      const stale = await send(servers.tokens.reader, countQuery)
      expect([stale.data, stale.errors]).toEqual([before, []])
      expect(stale.extensions?.['database']).toEqual({
        server: 'replica',
        replica: 1,
        asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        position: expect.stringMatching(/^[\dA-F]+\/[\dA-F]+$/),
      })
      const exported = await get('/api/v1/monitoring/export?type=messages')
      expect(exported.headers.get('x-as-of')).toMatch(/^\d{4}-.+Z$/)
      expect(await exported.text()).not.toContain('paused')

      const call = await send(
        servers.tokens.writer,
        'mutation { recordLlmCalls(input: [{ id: "call", messageId: "paused", modelName: "m", durationMs: 1 }]) { recorded } }',
      )
      expect([call.data, call.errors]).toEqual([{ recordLlmCalls: { recorded: 1 } }, []])
      expect(call.extensions?.['database']).toBeUndefined()
      const own = await send(servers.tokens.writer, '{ llmCall(id: "call") { botName message { id } } }')
      expect(own.data).toEqual({ llmCall: { botName: 'Bot', message: { id: 'paused' } } })
      expect(own.extensions?.['database']).toEqual({ server: 'primary' })
      expect((await send(servers.tokens.reader, '{ llmCall(id: "call") { id } }')).data).toEqual({ llmCall: null })
    })
    await waitFor(() => readsFrom('replica', servers.tokens.writer), patience)
    expect((await send(servers.tokens.writer, '{ llmCall(id: "call") { botName } }')).data).toEqual({
      llmCall: { botName: 'Bot' },
    })
  })

  test('a caller always reads what it has just recorded', async () => {
    const { send, statusIs } = await servers.serve()
    await waitFor(statusIs('used'), patience)
    for (let n = 0; n < 20; n++) {
      const { data, errors } = await send(servers.tokens.writer, recordMutation(`own-${n}`))
      expect([data, errors]).toEqual([{ recordMessages: { recorded: 1 } }, []])
      const found = await send(servers.tokens.writer, `{ message(id: "own-${n}") { id } }`)
      expect(found.data).toEqual({ message: { id: `own-${n}` } })
    }
  })

  test('statistics of the replica equal those of the primary, with pending and with folded changes', async () => {
    const { send, statusIs, readers } = await servers.serve()
    await waitFor(statusIs('used'), patience)
    const query = `{
      overview { totalMessages llmCalls activeSessions successRate }
      tokenStatistics { summary { totalCalls totalTokens } byModel { modelName calls } }
      messages { totalCount facets { botIds { value name count } } }
      messageMetrics(groupBy: [BOT]) { groups { key { bot { id } } measures { messages } } }
    }`
    const plain = createApp({ db: servers.db, logger: makeLogger('silent'), limits: testLimits })
    const fetch = async (path: string, init?: RequestInit) => plain.fetch(new Request(`http://localhost${path}`, init))
    for (const fold of [false, true]) {
      if (fold) await foldDeltas(servers.db, rollups)
      const expected = await ask({ fetch }, query)
      expect(expected.errors).toEqual([])
      await waitFor(
        async () => JSON.stringify((await send(servers.tokens.reader, query)).data) === JSON.stringify(expected.data),
        patience,
      )
    }
    expect(readers.choices().replica).toBeGreaterThan(0)
  })

  test('a server that is not a replica of the primary is never read', async () => {
    const { readers, readsFrom } = await servers.serve({ url: servers.primary.url })
    expect(readers.states()).toEqual([{ number: 1, status: 'not a replica of the primary', lagSeconds: null }])
    expect(await readsFrom('primary')).toBe(true)
  })
})
