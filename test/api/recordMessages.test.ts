import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message, RecordMessages, SessionById } from '../support/record.ts'

const now = new Date('2026-06-05T12:00:00.000Z')
let app: TestApp
beforeAll(async () => {
  let count = 0
  app = await startTestApp({ now: () => now, newId: () => `made-${++count}` })
})
afterAll(() => app.close())

const MessageById = graphql(`
  query MessageById($id: ID!) {
    message(id: $id) {
      id
      timestamp
      botId
      botName
      pipelineId
      pipelineName
      runnerName
      messageContent
      sessionId
      status
      level
      platform
      userId
      userName
      role
      variables
    }
  }
`)

test('a message has its own id and time, or generated ones; omitted fields have their defaults', async () => {
  const { recordMessages } = await app.execute(RecordMessages, {
    input: [message(), message({ id: 'own', timestamp: '2026-06-05T13:00:00.123999+08:00', variables: { a: [1] } })],
  })
  expect(recordMessages).toEqual({ ids: ['made-1', 'own'], recorded: 2, duplicates: 0 })
  const made = await app.execute(MessageById, { id: 'made-1' })
  expect(made.message).toEqual({
    ...message(),
    id: 'made-1',
    timestamp: '2026-06-05T12:00:00.000Z',
    runnerName: null,
    sessionId: null,
    status: 'SUCCESS',
    level: 'INFO',
    platform: null,
    userId: null,
    userName: null,
    role: null,
    variables: null,
  })
  const own = await app.execute(MessageById, { id: 'own' })
  expect(own.message).toMatchObject({ timestamp: '2026-06-05T05:00:00.123Z', variables: { a: [1] } })
})

test('an existing id is a duplicate, also within one call, and changes nothing', async () => {
  const input = [
    message({ id: 'twice', messageContent: 'first', sessionId: 'dup' }),
    // Equal after parsing: the time in another zone, and an explicit default.
    message({
      id: 'twice',
      messageContent: 'first',
      sessionId: 'dup',
      level: 'INFO',
      timestamp: '2026-06-05T20:00:00+08:00',
    }),
  ]
  const first = await app.execute(RecordMessages, { input })
  expect(first.recordMessages).toEqual({ ids: ['twice', 'twice'], recorded: 1, duplicates: 1 })
  const again = await app.execute(RecordMessages, { input })
  expect(again.recordMessages).toEqual({ ids: ['twice', 'twice'], recorded: 0, duplicates: 2 })
  const { message: stored } = await app.execute(MessageById, { id: 'twice' })
  expect(stored?.messageContent).toBe('first')
  const { session } = await app.execute(SessionById, { id: 'dup' })
  expect(session?.messageCount).toBe(1)
})

test('an existing id with other content or another session changes nothing either', async () => {
  await app.execute(RecordMessages, { input: [message({ id: 'again', messageContent: 'first', sessionId: 'one' })] })
  const other = message({ id: 'again', messageContent: 'other', botName: 'Other', sessionId: 'two' })
  const { recordMessages } = await app.execute(RecordMessages, { input: [other, message({ sessionId: 'one' })] })
  expect(recordMessages).toMatchObject({ recorded: 1, duplicates: 1 })
  const { message: stored } = await app.execute(MessageById, { id: 'again' })
  expect(stored).toMatchObject({ messageContent: 'first', botName: 'Bot One', sessionId: 'one' })
  expect((await app.execute(SessionById, { id: 'one' })).session?.messageCount).toBe(2)
  expect((await app.execute(SessionById, { id: 'two' })).session).toBeNull()
})

test('a few invalid records of 1,000 reject all, and only these are reported', async () => {
  const input = Array.from({ length: 1000 }, (_, i) =>
    message(i % 250 === 7 ? { id: `of-many-${i}`, botId: '' } : { id: `of-many-${i}`, sessionId: 'of-many' }),
  )
  const { problems } = await problemsOf(input)
  expect(problems).toEqual(
    [7, 257, 507, 757].map((i) => ({
      path: `input.${i}.botId`,
      message: 'expected a string of 1 to 255 characters, received ""',
    })),
  )
  expect((await app.execute(MessageById, { id: 'of-many-0' })).message).toBeNull()
  expect((await app.execute(SessionById, { id: 'of-many' })).session).toBeNull()
})

test('a call of 1,000 messages in 20 sessions is one statement', async () => {
  const input = Array.from({ length: 1000 }, (_, i) => message({ sessionId: `many-${i % 20}` }))
  const { result, statements } = await app.db.record(() => app.execute(RecordMessages, { input }))
  expect(result.recordMessages).toMatchObject({ recorded: 1000, duplicates: 0 })
  expect(statements).toHaveLength(1)
  const { session } = await app.execute(SessionById, { id: 'many-7' })
  expect(session?.messageCount).toBe(50)
})

test('a message without bot and pipeline inherits those of its session, or of a message in the same call', async () => {
  await app.execute(RecordMessages, { input: [message({ id: 'c1', sessionId: 'context' })] })
  const { result, statements } = await app.db.record(() =>
    app.execute(RecordMessages, {
      input: [
        { id: 'c2', sessionId: 'context', messageContent: 'hi' },
        { id: 'c3', sessionId: 'context-new', messageContent: 'hi' },
        message({ id: 'c4', sessionId: 'context-new', botId: 'bot-2', botName: 'Bot Two' }),
      ],
    }),
  )
  expect(result.recordMessages.recorded).toBe(3)
  expect(statements).toHaveLength(2)
  const { message: c2 } = await app.execute(MessageById, { id: 'c2' })
  expect(c2).toMatchObject({ botId: 'bot-1', botName: 'Bot One', pipelineId: 'pipe-1', pipelineName: 'Pipe One' })
  const { message: c3 } = await app.execute(MessageById, { id: 'c3' })
  expect(c3).toMatchObject({ botId: 'bot-2', botName: 'Bot Two' })
})

const problemsOf = async (input: unknown[]) => {
  const { data, errors } = await app.send(
    'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { ids } }',
    { input },
  )
  expect(data ?? null).toBeNull()
  expect(errors).toHaveLength(1)
  expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
  return { message: errors?.[0]?.message ?? '', problems: errors?.[0]?.extensions?.['problems'] }
}

test('one invalid input rejects the call; all problems are reported with path, given value and what is allowed', async () => {
  const { message: text, problems } = await problemsOf([
    message({ id: 'refused' }),
    message({ id: '', timestamp: '2026-06-06T12:00:00.001Z' }),
    message({ botName: 'x'.repeat(256), status: 'UNKNOWN' }),
    { messageContent: 'hi', sessionId: 'nowhere' },
  ])
  expect(problems).toEqual([
    { path: 'input.1.id', message: 'expected a string of 1 to 255 characters, received ""' },
    {
      path: 'input.1.timestamp',
      message: 'expected a time at most one day in the future, received "2026-06-06T12:00:00.001Z"',
    },
    {
      path: 'input.2.botName',
      message: `expected a string of at most 255 characters (it has 256), received "${'x'.repeat(60)}…" (256 characters)`,
    },
    { path: 'input.2.status', message: 'expected one of SUCCESS, ERROR, PENDING, received "UNKNOWN"' },
    { path: 'input.3.botId', message: 'expected a string of 1 to 255 characters, received null' },
    { path: 'input.3.botName', message: 'expected a string of at most 255 characters, received null' },
    { path: 'input.3.pipelineId', message: 'expected a string of 1 to 255 characters, received null' },
    { path: 'input.3.pipelineName', message: 'expected a string of at most 255 characters, received null' },
  ])
  expect(text.split('\n')[0]).toBe('8 problems, and nothing was stored:')
  expect(text).toContain('\ninput.3.botId: expected a string of 1 to 255 characters, received null')
  const { message: refused } = await app.execute(MessageById, { id: 'refused' })
  expect(refused).toBeNull()
})

test('a time up to one day ahead is accepted', async () => {
  const { recordMessages } = await app.execute(RecordMessages, {
    input: [message({ timestamp: '2026-06-06T12:00:00.000Z' })],
  })
  expect(recordMessages.recorded).toBe(1)
})

test('values of a wrong type are reported in the same way', async () => {
  const { message: text, problems } = await problemsOf([
    message(),
    { ...message(), status: 'FINE', timestamp: 'yesterday' },
    { botId: 'b' },
  ])
  expect(problems).toEqual([
    { path: 'input.1.status', message: 'Value "FINE" does not exist in "MessageStatus" enum.' },
    { path: 'input.1.timestamp', message: expect.stringContaining('"yesterday" is not a valid time. Use RFC 3339') },
    { path: 'input.2', message: 'Field "messageContent" of required type "String!" was not provided.' },
  ])
  expect(text).toContain('input.1.status: Value "FINE"')
})

test('a call accepts 1 to 1,000 records', async () => {
  const expected = (allowed: string, given: number) => [
    { path: 'input', message: `expected ${allowed}, received ${given}` },
  ]
  expect((await problemsOf([])).problems).toEqual(expected('a list of 1 to 1,000 records', 0))
  const tooMany = Array.from({ length: 1001 }, () => message())
  expect((await problemsOf(tooMany)).problems).toEqual(expected('a list of at most 1,000 values', 1001))
})

test('the error lists 100 problems, and the number of the others', async () => {
  const { message: text, problems } = await problemsOf(Array.from({ length: 150 }, () => message({ botId: '' })))
  expect(problems).toHaveLength(100)
  expect(text).toMatch(/^150 problems/)
  expect(text).toMatch(/\nand 50 more$/)
})

test('U+0000 and lone surrogates become U+FFFD', async () => {
  await app.execute(RecordMessages, { input: [message({ id: 'nul', messageContent: 'a\0b\uD800c', botName: '\0' })] })
  const { message: stored } = await app.execute(MessageById, { id: 'nul' })
  expect(stored).toMatchObject({ messageContent: 'a\uFFFDb\uFFFDc', botName: '\uFFFD' })
})

const UpdateMessage = graphql(`
  mutation UpdateMessage($id: ID!, $input: UpdateMessageInput!) {
    updateMessage(id: $id, input: $input) {
      id
      status
      level
      variables
    }
  }
`)

test('an update changes the given fields, null removes variables, and an unknown id is not found', async () => {
  await app.execute(RecordMessages, { input: [message({ id: 'up', status: 'PENDING', variables: { a: 1 } })] })
  const update = async (input: object) => (await app.execute(UpdateMessage, { id: 'up', input })).updateMessage
  expect(await update({ status: 'SUCCESS' })).toEqual({
    id: 'up',
    status: 'SUCCESS',
    level: 'INFO',
    variables: { a: 1 },
  })
  expect(await update({ level: 'ERROR', variables: { b: 2 } })).toMatchObject({ level: 'ERROR', variables: { b: 2 } })
  expect(await update({})).toEqual({ id: 'up', status: 'SUCCESS', level: 'ERROR', variables: { b: 2 } })
  expect(await update({ variables: null, status: null })).toMatchObject({ status: 'SUCCESS', variables: null })
  const answer = await app.send('mutation { updateMessage(id: "nobody", input: {}) { id } }')
  expect(answer.errors?.[0]).toMatchObject({
    message: 'There is no message with the id "nobody"',
    extensions: { code: 'NOT_FOUND' },
  })
  const refused = await app.send('mutation { updateMessage(id: "up", input: { status: UNKNOWN }) { id } }')
  expect(refused.errors?.[0]?.message).toBe('input.status: expected one of SUCCESS, ERROR, PENDING, received "UNKNOWN"')
})
