import type { Message, Session } from '../db/generated/client.ts'
import type { Exchange } from './exchange.ts'
import { filterRows, joinRows, noRows, originOf, type Rows } from './rows.ts'
import type { Scene } from './scene.ts'

/** A time range in milliseconds since 1970: rows from `from`, inclusive, to `to`, exclusive. */
export interface Window {
  readonly from: number
  readonly to: number
  /** The start of recording, at most `from`. Earlier questions were never recorded. */
  readonly since: number
}

/** A session and its rows that were recorded within a period. */
export interface Conversation extends Rows {
  /** The session at the end of the period. */
  readonly session: Session
}

const longestStuck = 2_700_000
const stuckShare = 0.01
const activeMs = 1_800_000

/**
 * The time since which some questions remain without a response: the last hundredth of the window, at most 45 minutes.
 */
const findStuckStart = ({ from, to }: Window): number => to - Math.min(longestStuck, (to - from) * stuckShare)

const isPending = ({ question, settledAt, isStuck }: Exchange, window: Window): boolean =>
  settledAt >= window.to || (isStuck && question.timestamp.getTime() >= findStuckStart(window))

/** The rows of an exchange that are recorded before the window ends. */
const recordExchange = (exchange: Exchange, window: Window): Rows => {
  const isOpen = isPending(exchange, window)
  const question: Message = isOpen ? { ...exchange.question, status: 'pending', level: 'info' } : exchange.question
  const rows = { ...exchange.rows, messages: [question, ...exchange.rows.messages] }
  // A stuck question has no later rows. A question whose response is pending has those up to the end of the window.
  const end = isOpen && exchange.settledAt < window.to ? question.timestamp.getTime() + 1 : window.to
  return filterRows(rows, (time) => time < end)
}

/** Whether a question from before the window is not pending, or no longer pending. */
const isSettled = (exchange: Exchange, window: Window): boolean =>
  exchange.question.timestamp.getTime() < window.from && !isPending(exchange, window)

/** Whether a question that was being handled when the window started has been settled. */
const settlesInWindow = (exchange: Exchange, window: Window): boolean =>
  exchange.settledAt >= window.from && isSettled(exchange, window)

/**
 * The rows that an earlier window may have contained as pending and that are no longer pending, as far as they were
 * recorded before this window: the question and, if it was stuck, everything that results from it.
 */
const listSettled = (exchange: Exchange, window: Window): Rows => {
  if (exchange.isStuck && isSettled(exchange, window))
    return filterRows(recordExchange(exchange, window), (time) => time < window.from)
  return { ...noRows, messages: settlesInWindow(exchange, window) ? [exchange.question] : [] }
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
 * The part of a conversation that a window contains: its rows within the window, its session at the end of the window,
 * and again the rows that are no longer pending, so that the session counts its messages. Undefined if no part of it is
 * in the window.
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
    recorded.some((exchange) => settlesInWindow(exchange, window)) ||
    Object.values(rows).some((list: readonly unknown[]) => list.length > 0)
  if (!isShown) return undefined
  const settled = recorded.map((exchange) => listSettled(exchange, window))
  return { session: makeSession(scene, first, soFar.messages, window.to), ...joinRows([...settled, rows]) }
}
