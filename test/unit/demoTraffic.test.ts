import { describe, expect, it } from 'vitest'
import type { Table } from '../../src/db/table.ts'
import { models } from '../../src/demo/models.ts'
import { type Conversation, generateTraffic } from '../../src/demo/traffic.ts'
import { embeddingCallTable } from '../../src/embeddingCalls/table.ts'
import { errorLogTable } from '../../src/errors/table.ts'
import { feedbackTable } from '../../src/feedback/table.ts'
import { llmCallTable } from '../../src/llmCalls/table.ts'
import { messageTable } from '../../src/messages/table.ts'
import { sessionTable } from '../../src/sessions/table.ts'
import { readTextList } from '../../src/shared/json.ts'
import { readMessageText } from '../../src/shared/messageText.ts'

const seed = 7
const from = new Date('2026-05-01T06:00:00Z')
const to = new Date('2026-05-31T06:00:00Z')
const minute = 60_000
const after = (time: Date, ms: number): Date => new Date(time.getTime() + ms)

const collect = (conversations: readonly Conversation[]) => ({
  sessions: conversations.map(({ session }) => session),
  messages: conversations.flatMap(({ messages }) => messages),
  llmCalls: conversations.flatMap(({ llmCalls }) => llmCalls),
  embeddingCalls: conversations.flatMap(({ embeddingCalls }) => embeddingCalls),
  errors: conversations.flatMap(({ errors }) => errors),
  feedback: conversations.flatMap(({ feedback }) => feedback),
})

const month = [...generateTraffic({ from, to, seed })]
const { sessions, messages, llmCalls, embeddingCalls, errors, feedback } = collect(month)
const timed = [messages, llmCalls, embeddingCalls, errors, feedback].flat()
const messageIds = new Set(messages.map(({ id }) => id))

const findTooLong = <Row extends object>(table: Table<Row>, rows: readonly Row[]): unknown[] => {
  const names = Object.keys(table.columns) as (keyof Row)[] // The columns are named after the row's properties.
  return rows.flatMap((row) =>
    names.map((name) => row[name]).filter((value, index) => {
      const name = names[index]
      const limit = name === undefined ? undefined : table.columns[name].maxLength
      return typeof value === 'string' && limit !== undefined && value.length > limit
    }),
  )
}

describe('a month of traffic', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect([...generateTraffic({ from, to, seed })]).toEqual(month)
    expect([...generateTraffic({ from, to, seed: seed + 1 })]).not.toEqual(month)
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

  it('has no id twice', () => {
    for (const rows of [sessions, messages, llmCalls, embeddingCalls, errors, feedback])
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(new Set(feedback.map(({ feedbackId }) => feedbackId)).size).toBe(feedback.length)
  })

  it('lies within the period, to whole milliseconds', () => {
    const times = [
      ...timed.map(({ timestamp }) => timestamp),
      ...sessions.flatMap(({ startTime, lastActivity }) => [startTime, lastActivity]),
    ].map((time) => time.getTime())
    expect(times.filter((time) => !(time >= from.getTime() && time < to.getTime()))).toEqual([])
    expect(times.every(Number.isInteger)).toBe(true)
  })

  it('gives conversations in order of their start, each consistent in itself', () => {
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

  it('relates calls, errors and feedback to messages that exist', () => {
    const named = [...llmCalls, ...errors, ...feedback, ...embeddingCalls.filter(({ callType }) => callType === 'retrieve')]
    expect(named.filter(({ messageId }) => messageId === null || !messageIds.has(messageId))).toEqual([])
    const stored = embeddingCalls.filter(({ callType }) => callType === 'embedding')
    expect(stored.length).toBeGreaterThan(20)
    expect(stored.every((call) => call.inputCount > 1 && call.messageId === null && call.botId === null)).toBe(true)
  })

  it('fits the columns', () => {
    expect(findTooLong(sessionTable, sessions)).toEqual([])
    expect(findTooLong(messageTable, messages)).toEqual([])
    expect(findTooLong(llmCallTable, llmCalls)).toEqual([])
    expect(findTooLong(embeddingCallTable, embeddingCalls)).toEqual([])
    expect(findTooLong(errorLogTable, errors)).toEqual([])
    expect(findTooLong(feedbackTable, feedback)).toEqual([])
  })

  it('is quiet at night and busy by day', () => {
    const countHours = (first: number, last: number) =>
      messages.filter(({ timestamp }) => {
        const hour = (timestamp.getUTCHours() + 8) % 24
        return hour >= first && hour <= last
      }).length
    expect(countHours(1, 4) * 5).toBeLessThan(countHours(9, 12))
  })

  it('is quieter at weekends', () => {
    const weekend = messages.filter(({ timestamp }) => [0, 6].includes(after(timestamp, 8 * 60 * minute).getUTCDay()))
    expect(weekend.length / 10).toBeLessThan((messages.length - weekend.length) / 20 / 1.5)
  })
})

describe('what a month holds', () => {
  it('prices every call by its tokens', () => {
    const priceOf = new Map(Object.values(models).map(({ name, price }) => [name as string, price]))
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
    const perHour = Map.groupBy
      ? [...Map.groupBy(errors, ({ timestamp }) => timestamp.toISOString().slice(0, 13)).values()]
      : []
    expect(perHour.length).toBeGreaterThanOrEqual(0)
  })

  it('rates answers, with reasons for dislikes', () => {
    const likes = feedback.filter(({ type }) => type === 1)
    expect(likes.length / feedback.length).toBeCloseTo(0.8, 0)
    const dislikes = feedback.filter(({ type }) => type === 2)
    expect(dislikes.every(({ inaccurateReasons }) => readTextList(inaccurateReasons).length > 0)).toBe(true)
  })

  it('has text in every message, without unfilled details', () => {
    const texts = messages.map(({ messageContent }) => readMessageText(messageContent))
    expect(texts.filter((text) => text === '' || /[{}]/.test(text))).toEqual([])
  })
})
