import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message } from '../support/record.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => new Date('2026-06-05T12:00:00.000Z') })
})
afterAll(() => app.close())

const record = async (kind: string, input: readonly object[]) => {
  const { data, errors } = await app.send(
    `mutation ($input: [Record${kind}Input!]!) { result: record${kind === 'Feedback' ? kind : `${kind}s`}(input: $input) { recorded duplicates } }`,
    { input },
  )
  return { result: data?.['result'], problems: errors?.[0]?.extensions?.['problems'] }
}

const call = { modelName: 'm', durationMs: 1 }
const kinds = [
  ['Message', message(), { messageContent: 'other' }],
  ['LlmCall', { ...call, usage: { prompt_tokens: 1 } }, { usage: { prompt_tokens: 2 } }],
  ['EmbeddingCall', { ...call, promptTokens: 1, callType: 'RETRIEVE' }, { status: 'ERROR' }],
  ['Error', { errorType: 'E', errorMessage: 'bad' }, { timestamp: '2026-06-05T11:00:00Z' }],
] as const

test.each(kinds)(
  '%s: two different records with the same id are an error with its path',
  async (kind, given, changes) => {
    const id = `of ${kind}`
    const different = { ...given, ...changes, id }
    const { problems } = await record(kind, [{ ...given, id }, { ...given, id: 'else' }, { ...given, id }, different])
    expect(problems).toEqual([
      {
        path: 'input.3.id',
        message: `expected a unique id (an earlier record of this mutation has the same id and other values), received "${id}"`,
      },
    ])
    // Nothing was stored. A later call with the id of a stored record is a duplicate, as for a retried request.
    expect((await record(kind, [{ ...given, id }])).result).toEqual({ recorded: 1, duplicates: 0 })
    expect((await record(kind, [different])).result).toEqual({ recorded: 0, duplicates: 1 })
  },
)

test.each(kinds)('%s: records with equal parsed values are stored once', async (kind, given) => {
  const id = `equal ${kind}`
  const spelled = { ...given, id, timestamp: '2026-06-05T20:00:00+08:00' }
  expect((await record(kind, [{ ...given, id }, spelled])).result).toEqual({ recorded: 1, duplicates: 1 })
})

test('feedback: one id with two feedback ids is an error; of two inputs with one feedback id the later is stored', async () => {
  const left = { id: 'shared', feedbackId: 'left', type: 'LIKE' }
  const { problems } = await record('Feedback', [left, { ...left, type: 'DISLIKE' }, { ...left, feedbackId: 'right' }])
  expect(problems).toEqual([
    {
      path: 'input.2.id',
      message:
        'expected a unique id (an earlier record of this mutation has the same id and another feedbackId), received "shared"',
    },
  ])
  expect((await record('Feedback', [left, { ...left, type: 'DISLIKE' }])).result).toEqual({
    recorded: 1,
    duplicates: 1,
  })
})
