import type { Message, Session } from '../db/generated/client.ts'
import type { Exchange } from './exchange.ts'
import { filterRows, joinRows, originOf, type Rows } from './rows.ts'
import type { Scene } from './scene.ts'

/** A stretch of time, in milliseconds since 1970: rows from `from`, inclusive, to `to`, exclusive. */
export interface Window {
  readonly from: number
  readonly to: number
  /** When recording began: what was asked before it was never recorded. At most `from`. */
  readonly since: number
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

/** The question again, as far as it was pending when the window began and no longer is. */
const listSettled = (exchange: Exchange, window: Window): Message[] => {
  const { question, settledAt } = exchange
  const wasPending = question.timestamp.getTime() < window.from && settledAt >= window.from
  return wasPending && !isPending(exchange, window) ? [question] : []
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
 * What a window shows of a conversation: its rows within the window, and its session as it stands at the window's end.
 * Undefined where nothing of it falls into the window.
 */
export const cutConversation = (
  scene: Scene,
  exchanges: readonly Exchange[],
  window: Window,
): (Rows & { readonly session: Session }) | undefined => {
  const recorded = exchanges.filter(({ question }) => {
    const time = question.timestamp.getTime()
    return time >= window.since && time < window.to
  })
  const soFar = joinRows(recorded.map((exchange) => recordExchange(exchange, window)))
  const [first] = soFar.messages
  if (!first) return undefined
  const rows = filterRows(soFar, (time) => time >= window.from)
  rows.messages.unshift(...recorded.flatMap((exchange) => listSettled(exchange, window)))
  if (Object.values(rows).every((list: readonly unknown[]) => list.length === 0)) return undefined
  return { session: makeSession(scene, first, soFar.messages, window.to), ...rows }
}
