import { describe, expect, it } from 'vitest'
import type { Column } from '../../src/db/sql/table.ts'
import { type Model, models } from '../../src/demo/models.ts'
import { generateTraffic } from '../../src/demo/traffic.ts'
import type { Conversation } from '../../src/demo/window.ts'
import { embeddingCallTable } from '../../src/records/embeddingCalls/table.ts'
import { errorLogTable } from '../../src/records/errors/table.ts'
import { feedbackTable } from '../../src/records/feedback/table.ts'
import { llmCallTable } from '../../src/records/llmCalls/table.ts'
import { messageTable } from '../../src/records/messages/table.ts'
import { sessionTable } from '../../src/records/sessions/table.ts'
import { groupBy } from '../../src/shared/groupBy.ts'
import { readTextList } from '../../src/shared/json.ts'
import { readMessageText } from '../../src/shared/messageText.ts'

const seed = 7
const from = new Date('2026-05-01T06:00:00Z')
const to = new Date('2026-05-31T06:00:00Z')
const minute = 60_000
const shift = (time: Date, ms: number): Date => new Date(time.getTime() + ms)

const collect = (conversations: readonly Conversation[]) => ({
  sessions: conversations.map(({ session }) => session),
  messages: conversations.flatMap(({ messages }) => messages),
  llmCalls: conversations.flatMap(({ llmCalls }) => llmCalls),
  embeddingCalls: conversations.flatMap(({ embeddingCalls }) => embeddingCalls),
  errors: conversations.flatMap(({ errors }) => errors),
  feedback: conversations.flatMap(({ feedback }) => feedback),
})

const month = generateTraffic({ from, to, seed })
const { sessions, messages, llmCalls, embeddingCalls, errors, feedback } = collect(month)
const timed = [messages, llmCalls, embeddingCalls, errors, feedback].flat()
const messageIds = new Set(messages.map(({ id }) => id))

const findTooLong = (
  columns: Readonly<Record<string, Column>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): unknown[] =>
  Object.entries(columns).flatMap(([name, { maxLength = Number.POSITIVE_INFINITY }]) =>
    rows.map((row) => row[name]).filter((value) => typeof value === 'string' && [...value].length > maxLength),
  )

describe('a lively period', () => {
  const night = new Date('2026-05-31T01:00:00Z')
  const options = { seed, since: from, extraSince: night }

  it('has a message within seconds of its start, and no long pauses', () => {
    const end = shift(night, 120 * minute)
    const rows = generateTraffic({ ...options, from: night, to: end })
    const shown = collect(rows).messages.filter(({ timestamp }) => timestamp >= night)
    const times = shown.map(({ timestamp }) => timestamp.getTime())
    const steps = [night.getTime(), ...times, end.getTime()].sort((one, other) => one - other)
    expect((steps[1] ?? 0) - (steps[0] ?? 0)).toBeLessThan(15_000)
    expect(Math.max(...steps.slice(1).map((time, index) => time - (steps[index] ?? 0)))).toBeLessThan(4 * minute)
  })

  it('continues as if generated in one piece', () => {
    const [middle, end] = [shift(night, 17 * minute), shift(night, 60 * minute)]
    // Which questions of the last moments remain without a response depends on the length of the period.
    const idsOf = (rows: readonly Conversation[]) =>
      collect(rows).messages.flatMap(({ id, timestamp }) => (timestamp < shift(end, -minute) ? [id] : []))
    const parts = [
      ...generateTraffic({ ...options, from: night, to: middle }),
      ...generateTraffic({ ...options, from: middle, to: end }),
    ]
    const whole = generateTraffic({ ...options, from: night, to: end })
    expect(new Set(idsOf(parts))).toEqual(new Set(idsOf(whole)))
    expect(idsOf(whole).length).toBeGreaterThan(30)
  })
})

describe('a month of traffic', () => {
  it('is deterministic for a seed, and differs for another one', () => {
    expect(generateTraffic({ from, to, seed })).toEqual(month)
    expect(generateTraffic({ from, to, seed: seed + 1 })).not.toEqual(month)
  })

  it.each([
    ['sessions', sessions, 900],
    ['messages', messages, 12_000],
    ['LLM calls', llmCalls, 9_000],
    ['embedding calls', embeddingCalls, 3_000],
    ['errors', errors, 150],
    ['pieces of feedback', feedback, 500],
  ])('has about as many %s as a busy service', (_, rows, expected) => {
    expect(rows.length).toBeGreaterThan(expected * 0.85)
    expect(rows.length).toBeLessThan(expected * 1.15)
  })

  it('has no duplicate ids', () => {
    for (const rows of [sessions, messages, llmCalls, embeddingCalls, errors, feedback])
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(new Set(feedback.map(({ feedbackId }) => feedbackId)).size).toBe(feedback.length)
  })

  it('is within the period, in whole milliseconds', () => {
    const times = [
      ...timed.map(({ timestamp }) => timestamp),
      ...sessions.flatMap(({ startTime, lastActivity }) => [startTime, lastActivity]),
    ].map((time) => time.getTime())
    expect(times.filter((time) => !(time >= from.getTime() && time < to.getTime()))).toEqual([])
    expect(times.every(Number.isInteger)).toBe(true)
  })

  it('yields consistent conversations in order of their start', () => {
    const starts = sessions.map(({ startTime }) => startTime.getTime())
    expect(starts).toEqual(starts.toSorted((one, other) => one - other))
    for (const { session, messages } of month) {
      const times = messages.map(({ timestamp }) => timestamp.getTime())
      expect(session.messageCount).toBe(messages.length)
      expect(session.startTime.getTime()).toBe(Math.min(...times))
      expect(session.lastActivity.getTime()).toBe(Math.max(...times))
      expect(session.isActive).toBe(to.getTime() - session.lastActivity.getTime() <= 30 * minute)
    }
  })

  it('relates calls, errors and feedback to existing messages', () => {
    const named = [
      ...llmCalls,
      ...errors,
      ...feedback,
      ...embeddingCalls.filter(({ callType }) => callType === 'retrieve'),
    ]
    expect(named.filter(({ messageId }) => messageId === null || !messageIds.has(messageId))).toEqual([])
    const stored = embeddingCalls.filter(({ callType }) => callType === 'embedding')
    expect(stored.length).toBeGreaterThan(20)
    expect(stored.every((call) => call.inputCount > 1 && call.messageId === null && call.botId === null)).toBe(true)
  })

  it('fits the columns', () => {
    expect(findTooLong(sessionTable.columns, sessions)).toEqual([])
    expect(findTooLong(messageTable.columns, messages)).toEqual([])
    expect(findTooLong(llmCallTable.columns, llmCalls)).toEqual([])
    expect(findTooLong(embeddingCallTable.columns, embeddingCalls)).toEqual([])
    expect(findTooLong(errorLogTable.columns, errors)).toEqual([])
    expect(findTooLong(feedbackTable.columns, feedback)).toEqual([])
  })

  it('is quiet at night and busy by day', () => {
    const countHours = (first: number, last: number) =>
      messages.filter(({ timestamp }) => {
        const hour = (timestamp.getUTCHours() + 8) % 24
        return hour >= first && hour <= last
      }).length
    expect(countHours(1, 4) * 4).toBeLessThan(countHours(9, 12))
  })

  it('is quieter at weekends', () => {
    const weekend = messages.filter(({ timestamp }) => [0, 6].includes(shift(timestamp, 8 * 60 * minute).getUTCDay()))
    expect(weekend.length / 10).toBeLessThan((messages.length - weekend.length) / 20 / 1.5)
  })
})

describe('the content of a month', () => {
  it('has the cost of every call by its tokens', () => {
    const priceOf = new Map<string, Model['price']>(Object.values(models).map(({ name, price }) => [name, price]))
    for (const { modelName, inputTokens, outputTokens, totalTokens, cost } of llmCalls) {
      const price = priceOf.get(modelName)
      expect(totalTokens).toBe(inputTokens + outputTokens)
      if (price) expect(cost).toBeCloseTo((inputTokens * price.input + outputTokens * price.output) / 1e6, 10)
      else expect(cost).toBeNull()
    }
  })

  it('has about one success in a hundred without tokens, all of one model', () => {
    const successes = llmCalls.filter(({ status }) => status === 'success')
    const unreported = successes.filter(({ totalTokens }) => totalTokens === 0)
    expect(unreported.length / successes.length).toBeCloseTo(0.01, 2)
    expect(new Set(unreported.map(({ modelName }) => modelName))).toEqual(new Set(['gemini-2.5-flash']))
  })

  it('has slow calls, timeouts and hours with many errors', () => {
    expect(llmCalls.some(({ status, durationMs }) => status === 'success' && durationMs > 20_000)).toBe(true)
    expect(llmCalls.some(({ status }) => status === 'timeout')).toBe(true)
    const perHour = groupBy(errors, ({ timestamp }) => timestamp.toISOString().slice(0, 13))
    expect(Math.max(...[...perHour.values()].map((list) => list.length))).toBeGreaterThan(7)
    expect(errors.some(({ stackTrace }) => stackTrace?.startsWith('Traceback'))).toBe(true)
    expect(new Set(messages.filter(({ level }) => level === 'error').map(({ status }) => status))).toEqual(
      new Set(['error']),
    )
  })

  it('has ratings of responses, with reasons for dislikes', () => {
    const likes = feedback.filter(({ type }) => type === 1)
    expect(likes.length / feedback.length).toBeCloseTo(0.8, 1)
    const dislikes = feedback.filter(({ type }) => type === 2)
    expect(dislikes.every(({ inaccurateReasons }) => readTextList(inaccurateReasons).length > 0)).toBe(true)
  })

  it('has text in every message, without unfilled placeholders', () => {
    const texts = messages.map(({ messageContent }) => readMessageText(messageContent))
    expect(texts.filter((text) => text === '' || /[{}]/.test(text))).toEqual([])
    expect(texts.filter((text) => /@(小蓝客服 🤖|u\d+(?!\d))\S/.test(text))).toEqual([])
  })
})

describe('short periods', () => {
  const noon = new Date('2026-05-20T03:00:00Z')

  it('have some data in each minute', () => {
    const minutes = Array.from({ length: 60 }, (_, index) => {
      const start = shift(noon, index * minute)
      return collect(generateTraffic({ from: start, to: shift(start, minute), seed })).messages
    })
    const count = minutes.flat().length
    expect(Math.max(...minutes.map((list) => list.length))).toBeLessThan(15)
    expect(count).toBeGreaterThan(15)
    expect(count).toBeLessThan(120)
    for (const [index, list] of minutes.entries())
      for (const { timestamp } of list) expect(Math.floor((+timestamp - +noon) / minute)).toBe(index)
  })

  it('have no data if they are empty', () => {
    expect(generateTraffic({ from: noon, to: noon, seed })).toEqual([])
  })

  it('continue an earlier period, with the responses to pending questions', () => {
    const since = shift(noon, -180 * minute)
    const earlier = collect(generateTraffic({ from: since, to: noon, seed }))
    const step = minute / 3
    const later = Array.from({ length: 90 }, (_, index) => {
      const start = shift(noon, index * step)
      return generateTraffic({ from: start, to: shift(start, step), seed, since })
    }).flat()
    const whole = collect(generateTraffic({ from: since, to: shift(noon, 30 * minute), seed }))
    const pieces = collect(later)

    const idsOf = (rows: readonly { readonly id: string }[]) => [...new Set(rows.map(({ id }) => id))].sort()
    const isLater = ({ timestamp }: { readonly timestamp: Date }) => timestamp >= noon
    const stuck = new Set(whole.messages.filter(({ status }) => status === 'pending').map(({ id }) => id))
    const isSettled = ({ messageId }: { readonly messageId: string | null }) => !messageId || !stuck.has(messageId)
    expect(idsOf(pieces.llmCalls.filter(isLater).filter(isSettled))).toEqual(
      idsOf(whole.llmCalls.filter(isLater).filter(isSettled)),
    )
    // Calls of the earlier period are returned again only unchanged.
    const known = new Map(earlier.llmCalls.map((call) => [call.id, call]))
    for (const call of pieces.llmCalls.filter((one) => !isLater(one))) expect(call).toEqual(known.get(call.id))

    const asked = new Map([...earlier.messages, ...pieces.messages].map((message) => [message.id, message]))
    const expected = whole.messages.filter(({ status }) => status !== 'pending')
    expect(pieces.messages.length).toBeGreaterThan(idsOf(pieces.messages).length)
    for (const { id, status } of expected.filter(isLater)) expect(asked.get(id)?.status).toBe(status)

    const sessionsLater = new Map(pieces.sessions.map((session) => [session.id, session]))
    for (const session of whole.sessions)
      if (sessionsLater.has(session.id)) expect(sessionsLater.get(session.id)?.startTime).toEqual(session.startTime)
  })
})
