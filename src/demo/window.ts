import type { Message, Session } from '../db/generated/client.ts'
import type { Exchange } from './exchange.ts'
import { filterRows, joinRows, noRows, originOf, type Rows } from './rows.ts'
import type { Scene } from './scene.ts'

/** A stretch of time, in milliseconds since 1970: rows from `from`, inclusive, to `to`, exclusive. */
export interface Window {
  readonly from: number
  readonly to: number
  /** When recording began: what was asked before it was never recorded. At most `from`. */
  readonly since: number
}

/** A session and those of its rows that were recorded within a period. */
export interface Conversation extends Rows {
  /** The session as it stands when the period ends. */
  readonly session: Session
}

const longestStuck = 2_700_000
const stuckShare = 0.01
const activeMs = 1_800_000

/** From when on some questions are left without an answer: the last hundredth of the window, at most 45 minutes. */
const findStuckStart = ({ from, to }: Window): number => to - Math.min(longestStuck, (to - from) * stuckShare)

const isPending = ({ question, settledAt, isStuck }: Exchange, window: Window): boolean =>
  settledAt >= window.to || (isStuck && question.timestamp.getTime() >= findStuckStart(window))

/** What is recorded of an exchange before the window ends. */
const recordExchange = (exchange: Exchange, window: Window): Rows => {
  const isOpen = isPending(exchange, window)
  const question: Message = isOpen ? { ...exchange.question, status: 'pending', level: 'info' } : exchange.question
  const rows = { ...exchange.rows, messages: [question, ...exchange.rows.messages] }
  // A stuck question has no later rows; one whose answer is still to come has those up to the window's end.
  const end = isOpen && exchange.settledAt < window.to ? question.timestamp.getTime() + 1 : window.to
  return filterRows(rows, (time) => time < end)
}

/** Whether a question from before the window is not pending, or no longer. */
const isSettled = (exchange: Exchange, window: Window): boolean =>
  exchange.question.timestamp.getTime() < window.from && !isPending(exchange, window)

/** Whether a question is settled that was still being handled when the window began. */
const hasResponse = (exchange: Exchange, window: Window): boolean =>
  exchange.settledAt >= window.from && isSettled(exchange, window)

/**
 * What an earlier window may have shown as pending and is no longer, as far as it was recorded before this window: the
 * question, and all that it led to if it was stuck.
 */
const listSettled = (exchange: Exchange, window: Window): Rows => {
  if (exchange.isStuck && isSettled(exchange, window))
    return filterRows(recordExchange(exchange, window), (time) => time < window.from)
  return { ...noRows, messages: hasResponse(exchange, window) ? [exchange.question] : [] }
}

const makeSession = (scene: Scene, first: Message, messages: readonly Message[], to: number): Session => {
  const times = messages.map(({ timestamp }) => timestamp.getTime())
  const last = Math.max(...times)
  const { sessionId, ...origin } = originOf(scene)
  return {
    id: sessionId,
    ...origin,
    messageCount: messages.length,
    startTime: first.timestamp,
    lastActivity: new Date(last),
    isActive: to - last <= activeMs,
    platform: scene.platform,
    userId: scene.people[0].id,
    userName: scene.people[0].name,
  }
}

/**
 * What a window shows of a conversation: its rows within the window, its session as it stands at the window's end, and
 * again what was pending before and no longer is, so that the session counts its messages.
 * Undefined where nothing of it falls into the window.
 */
export const cutConversation = (
  scene: Scene,
  exchanges: readonly Exchange[],
  window: Window,
): Conversation | undefined => {
  const recorded = exchanges.filter(({ question }) => {
    const time = question.timestamp.getTime()
    return time >= window.since && time < window.to
  })
  const soFar = joinRows(recorded.map((exchange) => recordExchange(exchange, window)))
  const [first] = soFar.messages
  if (!first) return undefined
  const rows = filterRows(soFar, (time) => time >= window.from)
  const isShown =
    recorded.some((exchange) => hasResponse(exchange, window)) ||
    Object.values(rows).some((list: readonly unknown[]) => list.length > 0)
  if (!isShown) return undefined
  const settled = recorded.map((exchange) => listSettled(exchange, window))
  return { session: makeSession(scene, first, soFar.messages, window.to), ...joinRows([...settled, rows]) }
}
