import { hour } from '../shared/duration.ts'
import { audiences, measureActivity, measureAudience } from './activity.ts'
import type { Task } from './modelCalls.ts'
import { makeOutageFinder } from './outages.ts'
import { createRandom, pickWeighted, type Random } from './random.ts'
import { drawScene } from './scene.ts'
import { longestConversation, makeExchanges } from './talks.ts'
import { type Conversation, cutConversation, type Window } from './window.ts'

/** Options of the generated traffic. */
interface TrafficOptions {
  /** The start of the period. No row is older, except those that were pending before. */
  readonly from: Date
  /** The end of the period. Every row is older. */
  readonly to: Date
  /** The random seed, any whole number. */
  readonly seed: number
  /** The start of recording, if earlier than the period. Conversations then continue from before the period. */
  readonly since?: Date
  /**
   * The time since which a conversation starts every few minutes, day and night, in addition to all others; undefined
   * for never.
   */
  readonly extraSince?: Date | undefined
}

/** Number of conversations that start in the busiest hour. */
const conversationsAtPeak = 3
const startsId = -1
/** Milliseconds between the starts of additional conversations. */
const extraInterval = 240_000

/**
 * A conversation that starts at a time, as visible in the window. `isDown` is whether a model's provider has an outage.
 */
const makeConversation = (random: Random, start: number, isDown: Task['isDown'], window: Window) => {
  const { language } = pickWeighted(random, audiences, (audience) => measureAudience(audience, start))
  const scene = drawScene(random, language)
  return cutConversation(scene, makeExchanges(random, scene, start, isDown), window)
}

/** The conversations that start within an hour (counted since 1970), as visible in the window. */
const makeHour = (seed: number, hourNumber: number, isDown: Task['isDown'], window: Window): Conversation[] => {
  const random = createRandom(seed, hourNumber, startsId)
  const begin = hourNumber * hour
  const count = Math.floor(conversationsAtPeak * measureActivity(begin) + random())
  return Array.from({ length: count }, (_, index) =>
    makeConversation(createRandom(seed, hourNumber, index), begin + Math.floor(random() * hour), isDown, window),
  ).filter((conversation) => conversation !== undefined)
}

/** The conversations that start every few minutes since a time, as visible in the window. */
const makeExtra = (seed: number, since: number, isDown: Task['isDown'], window: Window): Conversation[] => {
  const first = Math.max(0, Math.ceil((window.from - longestConversation - since) / extraInterval))
  const end = Math.ceil((window.to - since) / extraInterval)
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
    .map((number) =>
      makeConversation(createRandom(seed, since, number), since + number * extraInterval, isDown, window),
    )
    .filter((conversation) => conversation !== undefined)
}

/**
 * Generates sample traffic of chatbots between two times, one conversation at a time in the order of their start. The
 * result is deterministic: of two consecutive periods with the same seed and `since`, the second continues the first,
 * and yields continued sessions again. A question that was pending at the start of a period is yielded again, with its
 * final status, in the period of its response. A question that was stuck is yielded again, with everything that results
 * from it, once its conversation continues.
 */
export const generateTraffic = ({ from, to, seed, since = from, extraSince }: TrafficOptions): Conversation[] => {
  const window = { from: from.getTime(), to: to.getTime(), since: Math.min(since.getTime(), from.getTime()) }
  if (window.from >= window.to) return []
  const findOutage = makeOutageFinder(seed)
  const isDown: Task['isDown'] = ({ provider }, time) => findOutage(time) === provider
  const firstHour = Math.floor((window.from - longestConversation) / hour)
  const lastHour = Math.floor((window.to - 1) / hour)
  // The later part of a conversation from before the period may start after new conversations.
  const hourly = Array.from({ length: lastHour - firstHour + 1 }, (_, index) =>
    makeHour(seed, firstHour + index, isDown, window),
  ).flat()
  const extra = extraSince ? makeExtra(seed, extraSince.getTime(), isDown, window) : []
  return [...hourly, ...extra].sort((one, other) => one.session.startTime.getTime() - other.session.startTime.getTime())
}
