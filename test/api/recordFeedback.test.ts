import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { RecordFeedbackInput } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message, RecordFeedback, RecordMessages } from '../support/record.ts'

let now = new Date('2026-06-05T12:00:00.000Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => now })
  await app.execute(RecordMessages, { input: [message({ id: 'm', sessionId: 's' })] })
})
afterAll(() => app.close())

const RecordedFeedback = graphql(`
  query RecordedFeedback($filter: FeedbackFilter) {
    feedback(filter: $filter) {
      nodes {
        id
        timestamp
        feedbackId
        type
        content
        inaccurateReasons
        botId
        botName
        pipelineId
        pipelineName
        sessionId
        messageId
        streamId
        userId
        platform
      }
    }
  }
`)
const feedbackOf = async (feedbackId: string) =>
  (await app.execute(RecordedFeedback, {})).feedback.nodes.filter((node) => node.feedbackId === feedbackId)
const record = async (...input: RecordFeedbackInput[]) => (await app.execute(RecordFeedback, { input })).recordFeedback

test('feedback is stored once per feedbackId: a change replaces type, content and reasons and keeps the context', async () => {
  const first = {
    id: 'f',
    feedbackId: 'fb',
    type: 'DISLIKE' as const,
    content: 'wrong',
    inaccurateReasons: ['old', 'a "b"'],
    messageId: 'm',
    streamId: 'stream',
    userId: 'u',
  }
  expect(await record(first)).toEqual({ ids: ['f'], recorded: 1, duplicates: 0 })
  const stored = {
    ...first,
    timestamp: '2026-06-05T12:00:00.000Z',
    botId: 'bot-1',
    botName: 'Bot One',
    pipelineId: 'pipe-1',
    pipelineName: 'Pipe One',
    sessionId: 's',
    platform: null,
  }
  expect(await feedbackOf('fb')).toEqual([stored])
  now = new Date('2026-06-05T12:00:05.000Z')
  expect(await record(first)).toEqual({ ids: ['f'], recorded: 0, duplicates: 1 })
  expect(await feedbackOf('fb')).toEqual([stored])
  expect(await record({ feedbackId: 'fb', type: 'LIKE', platform: 'wecom' })).toEqual({
    ids: ['f'],
    recorded: 1,
    duplicates: 0,
  })
  const replaced = { type: 'LIKE', content: null, inaccurateReasons: [], platform: 'wecom' }
  expect(await feedbackOf('fb')).toEqual([{ ...stored, ...replaced, timestamp: '2026-06-05T12:00:05.000Z' }])
})

test('CANCEL deletes feedback; without stored feedback it is a duplicate', async () => {
  await record({ id: 'c', feedbackId: 'gone', type: 'LIKE' })
  expect(await record({ feedbackId: 'gone', type: 'CANCEL' })).toEqual({ ids: ['c'], recorded: 1, duplicates: 0 })
  expect(await feedbackOf('gone')).toEqual([])
  expect(await record({ id: 'd', feedbackId: 'gone', type: 'CANCEL' })).toEqual({
    ids: ['d'],
    recorded: 0,
    duplicates: 1,
  })
})

test('the later of two inputs in one call is stored, with the context of the earlier', async () => {
  expect(
    await record(
      { id: 't1', feedbackId: 'two', type: 'LIKE', content: 'x', userId: 'u' },
      { id: 't2', feedbackId: 'two', type: 'DISLIKE' },
      { id: 'k1', feedbackId: 'cancelled', type: 'LIKE' },
      { id: 'k2', feedbackId: 'cancelled', type: 'CANCEL' },
    ),
  ).toEqual({ ids: ['t1', 't1', 'k1', 'k2'], recorded: 1, duplicates: 3 })
  expect(await feedbackOf('two')).toMatchObject([{ id: 't1', type: 'DISLIKE', content: null, userId: 'u' }])
  expect(await feedbackOf('cancelled')).toEqual([])
})

test('a name is kept only with its own id, also within one call', async () => {
  const first = { feedbackId: 'named', type: 'LIKE' as const, botId: 'bot-1', botName: 'One', pipelineId: 'p' }
  await record(first, { feedbackId: 'named', type: 'LIKE', botId: 'bot-2', pipelineName: 'P' })
  expect(await feedbackOf('named')).toMatchObject([
    { botId: 'bot-2', botName: null, pipelineId: 'p', pipelineName: 'P' },
  ])
  await record({ feedbackId: 'named', type: 'LIKE', pipelineId: 'q' })
  expect(await feedbackOf('named')).toMatchObject([{ botId: 'bot-2', pipelineId: 'q', pipelineName: null }])
})

test('feedback recorded before its message inherits when it is recorded again, and keeps given values', async () => {
  await record({ feedbackId: 'early', type: 'LIKE', messageId: 'to come', pipelineId: 'own' })
  await app.execute(RecordMessages, { input: [message({ id: 'to come', sessionId: 's' })] })
  expect(await feedbackOf('early')).toMatchObject([{ botId: null, pipelineId: 'own', sessionId: null }])
  expect(await record({ feedbackId: 'early', type: 'LIKE' })).toMatchObject({ recorded: 1, duplicates: 0 })
  expect(await feedbackOf('early')).toMatchObject([
    { botId: 'bot-1', botName: 'Bot One', pipelineId: 'own', pipelineName: null, sessionId: 's', messageId: 'to come' },
  ])
})

const send = (...input: object[]) =>
  app.send('mutation ($input: [RecordFeedbackInput!]!) { recordFeedback(input: $input) { ids recorded } }', { input })

test('an id of other stored feedback is an error, and nothing of the call is stored', async () => {
  await record({ id: 'taken', feedbackId: 'one', type: 'LIKE' })
  const { errors } = await send(
    { feedbackId: 'beside', type: 'LIKE' },
    { feedbackId: 'one', type: 'CANCEL' },
    { id: 'kept', feedbackId: 'another', type: 'LIKE' },
  )
  expect(errors).toBeUndefined()
  await record({ id: 'taken', feedbackId: 'one', type: 'LIKE' })
  const refused = await send(
    { feedbackId: 'new', type: 'LIKE' },
    { id: 'kept', feedbackId: 'another', type: 'CANCEL' },
    { id: 'taken', feedbackId: 'other', type: 'LIKE' },
  )
  const message = 'expected an id that no stored feedback has with another feedbackId, received "taken"'
  expect(refused.errors?.[0]).toMatchObject({
    message: `input.2.id: ${message}`,
    extensions: { code: 'BAD_USER_INPUT', problems: [{ path: 'input.2.id', message }], problemCount: 1 },
  })
  expect(await feedbackOf('other')).toEqual([])
  expect(await feedbackOf('new')).toEqual([])
  expect(await feedbackOf('another')).toMatchObject([{ id: 'kept' }])
})

test('UNKNOWN cannot be recorded, and feedbackId has 1 to 255 characters', async () => {
  expect((await send({ feedbackId: 'x', type: 'UNKNOWN' })).errors?.[0]?.message).toBe(
    'input.0.type: Value "UNKNOWN" does not exist in "RecordFeedbackType" enum.',
  )
  expect((await send({ feedbackId: '', type: 'LIKE' })).errors?.[0]?.message).toBe(
    'input.0.feedbackId: expected a string of 1 to 255 characters, received ""',
  )
})

test('8 writers on one feedback id store one row, even with other orders and cancellations', async () => {
  const write = async (writer: number) => {
    for (let round = 0; round < 10; round += 1) {
      const type = round % 3 === 2 ? 'CANCEL' : writer % 2 === 0 ? 'LIKE' : 'DISLIKE'
      const input: RecordFeedbackInput[] = ['shared', 'a', 'b'].map((feedbackId) => ({ feedbackId, type }))
      await record(...(writer % 2 === 0 ? input : input.toReversed()))
    }
    await record({ feedbackId: 'shared', type: writer % 2 === 0 ? 'LIKE' : 'DISLIKE' })
  }
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write))
  expect(await feedbackOf('shared')).toHaveLength(1)
})

test('8 writers that record and cancel at random never fail, and store at most one row per feedback id', async () => {
  const ids = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']
  const types = ['LIKE', 'DISLIKE', 'CANCEL'] as const
  const write = async (writer: number) => {
    // Each writer has its own order, which covers all ids and types.
    for (let round = 0; round < 60; round += 1)
      await record(
        ...Array.from({ length: 1 + ((writer + round) % 6) }, (_, i) => ({
          feedbackId: ids[(round * 5 + i * (2 * writer + 1)) % 8] ?? '',
          type: types[(writer + round + i) % 3] ?? 'LIKE',
        })),
      )
  }
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write))
  for (const id of ids) expect((await feedbackOf(id)).length).toBeLessThanOrEqual(1)
})

test('the same request sent 8 times concurrently is recorded once', async () => {
  const input = ['r1', 'r2'].map((feedbackId) => ({ id: `id of ${feedbackId}`, feedbackId, type: 'LIKE' as const }))
  const answers = await Promise.all(Array.from({ length: 8 }, () => record(...input)))
  expect(answers.map(({ ids }) => ids)).toEqual(answers.map(() => input.map(({ id }) => id)))
  expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(2)
  const cancelled = await Promise.all(
    Array.from({ length: 8 }, () => record({ feedbackId: 'r1', type: 'CANCEL' }, { feedbackId: 'r2', type: 'CANCEL' })),
  )
  expect(cancelled.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(2)
})

test('one id with 8 feedback ids, recorded concurrently, is stored with one of them', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => send({ id: 'one id', feedbackId: `one of ${i}`, type: 'LIKE' })),
  )
  expect(answers.filter(({ errors }) => !errors).map(({ data }) => data)).toEqual([
    { recordFeedback: { ids: ['one id'], recorded: 1 } },
  ])
  for (const { errors } of answers.filter((answer) => answer.errors))
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})
