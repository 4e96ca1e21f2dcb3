import { afterAll, beforeAll, expect, test } from 'vitest'
import { endIdleSessions } from '../../src/records/sessions/endIdle.ts'
import { graphql } from '../generated/gql.ts'
import type { RecordMessageInput } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message, RecordMessages, SessionById } from '../support/record.ts'

let now = new Date('2026-06-05T12:00:00.000Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => now })
})
afterAll(() => app.close())

const record = (...input: RecordMessageInput[]) => app.execute(RecordMessages, { input })
const sessionOf = async (id: string) => (await app.execute(SessionById, { id })).session
const at = (time: string) => `2026-06-05T${time}.000Z`

test('a session keeps the newest known name of its user, even if newer messages of one call have none', async () => {
  const user = { sessionId: 'named', userId: 'u' }
  await record(
    message({ ...user, timestamp: at('11:00:00'), userName: 'Old' }),
    message({ ...user, timestamp: at('11:01:00'), userName: 'New' }),
    message({ ...user, timestamp: at('11:02:00') }),
    message({ sessionId: 'named', timestamp: at('11:03:00') }),
  )
  expect(await sessionOf('named')).toMatchObject({ userId: 'u', userName: 'New' })
  await record(
    message({ ...user, userId: 'v', timestamp: at('11:04:00') }),
    message({ ...user, timestamp: at('11:03:30'), userName: 'Newer' }),
  )
  expect(await sessionOf('named')).toMatchObject({ userId: 'v', userName: null })
})

test('an empty name is not a name: a session keeps the newest one that is not empty', async () => {
  const user = { sessionId: 'unnamed', userId: 'u' }
  await record(message({ ...user, timestamp: at('11:00:00'), userName: '' }))
  expect(await sessionOf('unnamed')).toMatchObject({ userId: 'u', userName: null })
  await record(
    message({ ...user, timestamp: at('11:01:00'), userName: 'Name' }),
    message({ ...user, timestamp: at('11:02:00'), userName: '' }),
  )
  expect(await sessionOf('unnamed')).toMatchObject({ userId: 'u', userName: 'Name' })
  await record(message({ ...user, timestamp: at('11:03:00'), userName: '' }))
  expect(await sessionOf('unnamed')).toMatchObject({ userId: 'u', userName: 'Name' })
  await app.db.prisma.session.update({ where: { id: 'unnamed' }, data: { userName: '' } })
  await record(message({ ...user, timestamp: at('10:59:00'), userName: 'Older name' }))
  expect(await sessionOf('unnamed')).toMatchObject({ userId: 'u', userName: 'Older name' })
})

test('the first message creates the session, later ones update it, and older ones only extend it', async () => {
  await record(message({ sessionId: 's', timestamp: at('11:50:00'), platform: 'person', userId: 'u', userName: 'U' }))
  expect(await sessionOf('s')).toEqual({
    id: 's',
    botId: 'bot-1',
    botName: 'Bot One',
    pipelineId: 'pipe-1',
    pipelineName: 'Pipe One',
    messageCount: 1,
    startTime: at('11:50:00'),
    lastActivity: at('11:50:00'),
    isActive: true,
    platform: 'person',
    userId: 'u',
    userName: 'U',
  })
  await record(
    message({ sessionId: 's', timestamp: at('11:59:00'), pipelineId: 'pipe-2', pipelineName: 'Pipe Two' }),
    message({ sessionId: 's', timestamp: at('11:55:00'), botName: 'Old name', userId: 'v' }),
  )
  const moved = { messageCount: 3, lastActivity: at('11:59:00'), pipelineId: 'pipe-2', pipelineName: 'Pipe Two' }
  expect(await sessionOf('s')).toMatchObject({ ...moved, botName: 'Bot One', userId: 'v', userName: null })
  await record(message({ sessionId: 's', timestamp: at('11:00:00'), botName: 'Older still', userId: 'w' }))
  expect(await sessionOf('s')).toMatchObject({
    ...moved,
    messageCount: 4,
    startTime: at('11:00:00'),
    botName: 'Bot One',
    userId: 'v',
  })
})

test('an old message creates an ended session', async () => {
  await record(message({ sessionId: 'over', timestamp: at('11:29:59') }))
  await record(message({ sessionId: 'on', timestamp: at('11:30:00') }))
  expect(await sessionOf('over')).toMatchObject({ isActive: false })
  expect(await sessionOf('on')).toMatchObject({ isActive: true })
})

test('the sweep ends idle sessions, and the next message makes them active again', async () => {
  await record(message({ sessionId: 'idle', timestamp: at('12:00:00') }))
  expect(await endIdleSessions(app.db.prisma, new Date(at('12:00:00')))).toBeGreaterThanOrEqual(1)
  expect(await sessionOf('idle')).toMatchObject({ isActive: true })
  const { result, statements } = await app.db.record(() => endIdleSessions(app.db.prisma, new Date(at('12:00:01'))))
  expect(result).toBe(1)
  expect(statements).toHaveLength(1)
  expect(await sessionOf('idle')).toMatchObject({ isActive: false })
  await record(message({ sessionId: 'idle', timestamp: at('11:59:00') }))
  expect(await sessionOf('idle')).toMatchObject({ isActive: false, messageCount: 2 })
  now = new Date(at('13:00:00'))
  await record(message({ sessionId: 'idle' }))
  expect(await sessionOf('idle')).toMatchObject({ isActive: true, lastActivity: at('13:00:00'), messageCount: 3 })
})

const EndSession = graphql(`
  mutation EndSession($id: ID!) {
    endSession(id: $id) {
      id
      isActive
    }
  }
`)

test('a session can be ended repeatedly, until its next message; an unknown id is not found', async () => {
  await record(message({ sessionId: 'end' }))
  const ended = { endSession: { id: 'end', isActive: false } }
  expect(await app.execute(EndSession, { id: 'end' })).toEqual(ended)
  expect(await app.execute(EndSession, { id: 'end' })).toEqual(ended)
  now = new Date(at('13:00:01'))
  await record(message({ sessionId: 'end' }))
  expect(await sessionOf('end')).toMatchObject({ isActive: true })
  const answer = await app.send('mutation { endSession(id: "nobody") { id } }')
  expect(answer.errors?.[0]).toMatchObject({
    message: 'There is no session with the id "nobody"',
    extensions: { code: 'NOT_FOUND' },
  })
})

test('8 writers on one session, out of order and with retries, produce the correct count and times', async () => {
  const first = Date.parse(at('12:00:00'))
  const messages = Array.from({ length: 400 }, (_, i) =>
    message({ id: `w-${i}`, sessionId: 'busy', timestamp: new Date(first + i * 1000).toISOString(), botName: `B${i}` }),
  )
  const shuffled = messages.toSorted((a, b) => String(a.id).localeCompare(String(b.id)))
  const write = async (writer: number) => {
    for (let batch = 0; batch < 10; batch += 1) {
      const own = shuffled.filter((_, i) => i % 8 === writer).slice(batch * 5, batch * 5 + 5)
      const others = shuffled.filter((_, i) => i % 8 === (writer + 1) % 8).slice(batch * 5, batch * 5 + 5)
      await record(...own, ...others.toReversed())
    }
  }
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write))
  expect(await sessionOf('busy')).toMatchObject({
    messageCount: 400,
    startTime: at('12:00:00'),
    lastActivity: at('12:06:39'),
    botName: 'B399',
  })
})

test('the sessions that messages inherit from are read by one statement, for any number of messages', async () => {
  const statementsOf = async (count: number) => {
    const of = (index: number) => ({ sessionId: `of-${count}-${index}` })
    const indexes = [...Array(count).keys()]
    await record(...indexes.map((index) => message(of(index))))
    const input = indexes.map((index) => ({ ...of(index), messageContent: 'again' }))
    const { statements } = await app.db.record(() => app.execute(RecordMessages, { input }))
    return [...statements]
  }
  const ofThree = await statementsOf(3)
  expect(ofThree).toHaveLength(2)
  expect(await statementsOf(4)).toEqual(ofThree)
})
