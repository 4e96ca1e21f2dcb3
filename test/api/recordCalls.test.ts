import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message, RecordEmbeddingCalls, RecordErrors, RecordLlmCalls, RecordMessages } from '../support/record.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => new Date('2026-06-05T12:00:00.000Z') })
  await app.execute(RecordMessages, {
    input: [
      message({ id: 'm', sessionId: 's', userId: 'u' }),
      message({ id: 'later', timestamp: '2026-06-05T12:00:01Z', sessionId: 's', botId: 'bot-2', botName: 'Bot Two' }),
    ],
  })
})
afterAll(() => app.close())

const call = { modelName: 'gpt-4o', durationMs: 1200 }

const LlmCallById = graphql(`
  query LlmCallById($id: ID!) {
    llmCall(id: $id) {
      id
      timestamp
      modelName
      inputTokens
      outputTokens
      totalTokens
      durationMs
      cost
      status
      botId
      botName
      pipelineId
      pipelineName
      sessionId
      messageId
      errorMessage
    }
  }
`)
const llmCallOf = async (id: string) => (await app.execute(LlmCallById, { id })).llmCall

test('a call inherits the context of its message, otherwise of its session; given values are kept', async () => {
  const { result, statements } = await app.db.record(() =>
    app.execute(RecordLlmCalls, {
      input: [
        { ...call, id: 'of-message', messageId: 'm', cost: 0.25 },
        { ...call, id: 'of-session', sessionId: 's', botId: 'bot-2' },
        { ...call, id: 'own', messageId: 'm', sessionId: 'other', botId: 'bot-9', pipelineName: 'Own' },
        { ...call, id: 'alone', messageId: 'nowhere' },
      ],
    }),
  )
  expect(result.recordLlmCalls).toEqual({
    ids: ['of-message', 'of-session', 'own', 'alone'],
    recorded: 4,
    duplicates: 0,
  })
  expect(statements).toHaveLength(1)
  expect(await llmCallOf('of-message')).toEqual({
    ...call,
    id: 'of-message',
    timestamp: '2026-06-05T12:00:00.000Z',
    inputTokens: 0,
    outputTokens: 0,
    totalTokens: 0,
    cost: 0.25,
    status: 'SUCCESS',
    botId: 'bot-1',
    botName: 'Bot One',
    pipelineId: 'pipe-1',
    pipelineName: 'Pipe One',
    sessionId: 's',
    messageId: 'm',
    errorMessage: null,
  })
  expect(await llmCallOf('of-session')).toMatchObject({ botId: 'bot-2', botName: 'Bot Two', pipelineId: 'pipe-1' })
  expect(await llmCallOf('own')).toMatchObject({
    botId: 'bot-9',
    botName: null,
    pipelineId: 'pipe-1',
    pipelineName: 'Own',
    sessionId: 'other',
  })
  expect(await llmCallOf('alone')).toMatchObject({ botId: null, sessionId: null, messageId: 'nowhere' })
})

test('without a stored message the session is used; a message of the same operation counts', async () => {
  await app.execute(RecordLlmCalls, { input: [{ ...call, id: 'unknown', messageId: 'nowhere', sessionId: 's' }] })
  expect(await llmCallOf('unknown')).toMatchObject({ botId: 'bot-2', sessionId: 's', messageId: 'nowhere' })
  const { data } = await app.send(`mutation {
    recordMessages(input: [{ id: "same", messageContent: "x", botId: "b", botName: "B", pipelineId: "p",
      pipelineName: "P", sessionId: "t" }]) { recorded }
    recordLlmCalls(input: [{ id: "of-same", modelName: "m", durationMs: 1, messageId: "same" }]) { recorded }
    recordEmbeddingCalls(input: [{ id: "of-same", modelName: "m", durationMs: 1, messageId: "same" }]) { recorded }
    recordErrors(input: [{ id: "of-same", errorType: "E", errorMessage: "", messageId: "same" }]) { recorded }
    recordFeedback(input: [{ id: "of-same", feedbackId: "f", type: LIKE, messageId: "same" }]) { recorded }
  }`)
  const recorded = { recorded: 1 }
  expect(data).toEqual({
    recordMessages: recorded,
    recordLlmCalls: recorded,
    recordEmbeddingCalls: recorded,
    recordErrors: recorded,
    recordFeedback: recorded,
  })
  const fields = 'botId botName pipelineId pipelineName sessionId'
  const context = { botId: 'b', botName: 'B', pipelineId: 'p', pipelineName: 'P', sessionId: 't' }
  const stored = await app.send(`{
    llmCall(id: "of-same") { ${fields} } embeddingCall(id: "of-same") { ${fields} } errorLog(id: "of-same") { ${fields} }
    feedback { nodes { ${fields} } }
  }`)
  expect(stored.data).toEqual({
    llmCall: context,
    embeddingCall: context,
    errorLog: context,
    feedback: { nodes: [context] },
  })
})

test('usage is stored as the provider reported it, and calls without usage are counted', async () => {
  await app.execute(RecordLlmCalls, {
    input: [
      {
        ...call,
        id: 'raw',
        modelName: 'raw',
        usage: { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 90 },
      },
      { ...call, id: 'none', modelName: 'none' },
    ],
  })
  expect(await llmCallOf('raw')).toMatchObject({ inputTokens: 100, outputTokens: 5, totalTokens: 105 })
  const { data } = await app.send(
    '{ tokenStatistics(filter: { botIds: [] }) { summary { zeroTokenSuccessCalls } byModel { modelName totalTokens } } }',
  )
  expect(data).toMatchObject({ tokenStatistics: { summary: { zeroTokenSuccessCalls: 7 } } })
})

test('invalid counts are reported with the path of the field or of the raw usage', async () => {
  const { errors } = await app.send(
    'mutation ($input: [RecordLlmCallInput!]!) { recordLlmCalls(input: $input) { ids } }',
    {
      input: [
        { ...call, id: 'bad', totalTokens: -1, cost: -0.5, durationMs: -1 },
        { ...call, usage: { prompt_tokens: -5, completion_tokens: 1.5 } },
        { ...call, usage: 'many' },
        { ...call, usage: { prompt_tokens: 2147483647, completion_tokens: 1 } },
      ],
    },
  )
  const count = 'an integer from 0 to 2,147,483,647'
  expect(errors?.[0]?.extensions?.['problems']).toEqual([
    { path: 'input.1.usage.prompt_tokens', message: `expected ${count}, received -5` },
    { path: 'input.1.usage.completion_tokens', message: `expected ${count}, received 1.5` },
    { path: 'input.2.usage', message: `expected the provider's usage object, received "many"` },
    { path: 'input.0.totalTokens', message: `expected ${count}, received -1` },
    { path: 'input.0.durationMs', message: `expected ${count}, received -1` },
    { path: 'input.0.cost', message: 'expected a number from 0 to 1,000,000, received -0.5' },
    { path: 'input.3.totalTokens', message: `expected ${count}, received 2147483648` },
  ])
  expect(await llmCallOf('bad')).toBeNull()
})

test('a cost that is not a number is rejected, in the document and in variables', async () => {
  const send = async (body: string) => {
    const response = await app.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const { data, errors } = (await response.json()) as Awaited<ReturnType<typeof app.send>>
    expect(data ?? null).toBeNull()
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT'])
    return errors?.[0]?.message
  }
  const literal = (cost: string) =>
    JSON.stringify({
      query: `mutation { recordLlmCalls(input: [{ id: "far", modelName: "m", durationMs: 1, cost: ${cost} }]) { ids } }`,
    })
  const variable = (cost: string) =>
    `{"query":"mutation ($input: [RecordLlmCallInput!]!) { recordLlmCalls(input: $input) { ids } }",
      "variables":{"input":[{"id":"far","modelName":"m","durationMs":1,"cost":${cost}}]}}`
  expect(await send(literal('1e999'))).toBe('input.0.cost: expected a number from 0 to 1,000,000, received Infinity')
  expect(await send(literal('-1e999'))).toBe('input.0.cost: expected a number from 0 to 1,000,000, received -Infinity')
  expect(await send(variable('1e308'))).toBe('input.0.cost: expected a number from 0 to 1,000,000, received 1e+308')
  expect(await send(variable('1000000.1'))).toBe(
    'input.0.cost: expected a number from 0 to 1,000,000, received 1000000.1',
  )
  expect(await send(variable('1e999'))).toContain('input.0.cost: Float cannot represent non numeric value: Infinity')
  expect(await send(variable('"NaN"'))).toContain('input.0.cost: Float cannot represent non numeric value: "NaN"')
  expect(await send(literal('NaN'))).toContain('Float cannot represent non numeric value: NaN')
  const usage = variable('1').replace('"cost":1', '"usage":{"prompt_tokens":1e999}')
  expect(await send(usage)).toContain(
    'input.0.usage.prompt_tokens: expected an integer from 0 to 2,147,483,647, received Infinity',
  )
  expect(await llmCallOf('far')).toBeNull()
})

test('embedding calls and errors inherit the context of their message, and are recorded once', async () => {
  const embeddings = [
    { modelName: 'bge-m3', durationMs: 30, id: 'e', promptTokens: 7, callType: 'RETRIEVE' as const, messageId: 'm' },
  ]
  const errors = [{ id: 'x', errorType: 'TimeoutError', errorMessage: '', messageId: 'm', stackTrace: 'a\nb' }]
  for (const recorded of [1, 0]) {
    const { recordEmbeddingCalls } = await app.execute(RecordEmbeddingCalls, { input: embeddings })
    expect(recordEmbeddingCalls).toEqual({ ids: ['e'], recorded, duplicates: 1 - recorded })
    const { recordErrors } = await app.execute(RecordErrors, { input: errors })
    expect(recordErrors).toEqual({ ids: ['x'], recorded, duplicates: 1 - recorded })
  }
  const { data } = await app.send(`{
    embeddingCall(id: "e") { promptTokens totalTokens inputCount status callType botName pipelineName sessionId }
    errorLog(id: "x") { errorType errorMessage stackTrace botId botName pipelineId pipelineName sessionId }
  }`)
  const context = { botName: 'Bot One', pipelineName: 'Pipe One', sessionId: 's' }
  expect(data).toEqual({
    embeddingCall: {
      promptTokens: 7,
      totalTokens: 7,
      inputCount: 1,
      status: 'SUCCESS',
      callType: 'RETRIEVE',
      ...context,
    },
    errorLog: { ...errors[0], id: undefined, messageId: undefined, botId: 'bot-1', pipelineId: 'pipe-1', ...context },
  })
})

test('generated ids are UUIDv7 of the time, in the order of the input', async () => {
  const { recordLlmCalls } = await app.execute(RecordLlmCalls, { input: Array.from({ length: 1000 }, () => call) })
  const prefix = Date.parse('2026-06-05T12:00:00.000Z').toString(16).padStart(12, '0')
  const pattern = new RegExp(`^${prefix.slice(0, 8)}-${prefix.slice(8)}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
  expect(recordLlmCalls.ids.filter((id) => !pattern.test(id))).toEqual([])
  expect(recordLlmCalls.ids.toSorted()).toEqual(recordLlmCalls.ids)
  expect(new Set(recordLlmCalls.ids).size).toBe(1000)
})

test('8 writers of the same calls in any order store each call once', async () => {
  const input = Array.from({ length: 200 }, (_, i) => ({ ...call, id: `c-${i}` }))
  const writers = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? input : input.toReversed()))
  const answers = await Promise.all(writers.map((own) => app.execute(RecordLlmCalls, { input: own })))
  expect(answers.reduce((sum, { recordLlmCalls }) => sum + recordLlmCalls.recorded, 0)).toBe(200)
})
