import { audiences, measureActivity, measureAudience } from './activity.ts'
import type { Task } from './modelCalls.ts'
import { makeOutageFinder } from './outages.ts'
import { createRandom, pickWeighted, type Random } from './random.ts'
import { drawScene } from './scene.ts'
import { longestConversation, makeExchanges } from './talks.ts'
import { type Conversation, cutConversation, type Window } from './window.ts'

/** Which traffic to generate. */
interface TrafficOptions {
  /** When the period begins; no row is older, except what was pending before. */
  readonly from: Date
  /** When the period ends; every row is older. */
  readonly to: Date
  /** Any whole number; another one gives other traffic. */
  readonly seed: number
  /** When recording began, if earlier than the period, whose conversations then go on from before it. */
  readonly since?: Date
  /** From when on somebody begins a conversation every few minutes, day and night, beside all others; absent: never. */
  readonly livelySince?: Date | undefined
}

const hour = 3_600_000
/** Conversations that begin in the busiest hour. */
const conversationsAtPeak = 3
const startsId = -1
/** Milliseconds between the beginnings of conversations of a lively period. */
const livelyEvery = 240_000

/** A conversation that begins at a time, as far as the window shows it; `isDown` tells when a model's provider fails. */
const makeConversation = (random: Random, start: number, isDown: Task['isDown'], window: Window) => {
  const { language } = pickWeighted(random, audiences, (audience) => measureAudience(audience, start))
  const scene = drawScene(random, language)
  return cutConversation(scene, makeExchanges(random, scene, start, isDown), window)
}

/** The conversations that begin within an hour (counted since 1970), as far as the window shows them. */
const makeHour = (seed: number, hourNumber: number, isDown: Task['isDown'], window: Window): Conversation[] => {
  const random = createRandom(seed, hourNumber, startsId)
  const begin = hourNumber * hour
  const count = Math.floor(conversationsAtPeak * measureActivity(begin) + random())
  return Array.from({ length: count }, (_, index) =>
    makeConversation(createRandom(seed, hourNumber, index), begin + Math.floor(random() * hour), isDown, window),
  ).filter((conversation) => conversation !== undefined)
}

/** The conversations that begin every few minutes from a time on, as far as the window shows them. */
const makeLively = (seed: number, since: number, isDown: Task['isDown'], window: Window): Conversation[] => {
  const first = Math.max(0, Math.ceil((window.from - longestConversation - since) / livelyEvery))
  const end = Math.ceil((window.to - since) / livelyEvery)
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
    .map((number) => makeConversation(createRandom(seed, since, number), since + number * livelyEvery, isDown, window))
    .filter((conversation) => conversation !== undefined)
}

/**
 * Generates made-up traffic of chatbots between two times, conversation by conversation in order of their start.
 * The same seed gives the same traffic for the same times: of two periods with a common seed and `since`, where one
 * follows on the other, the second continues the first, and gives sessions again that go on.
 * A question that was pending when a period began is given once more, settled, in the period in which it is answered; one
 * that was stuck, with all that it led to, once its conversation goes on.
 */
export const generateTraffic = ({ from, to, seed, since = from, livelySince }: TrafficOptions): Conversation[] => {
  const window = { from: from.getTime(), to: to.getTime(), since: Math.min(since.getTime(), from.getTime()) }
  if (window.from >= window.to) return []
  const findOutage = makeOutageFinder(seed)
  const isDown: Task['isDown'] = ({ provider }, time) => findOutage(time) === provider
  const firstHour = Math.floor((window.from - longestConversation) / hour)
  const lastHour = Math.floor((window.to - 1) / hour)
  // Of a conversation from before the period the later part may begin after others that are new.
  const hourly = Array.from({ length: lastHour - firstHour + 1 }, (_, index) =>
    makeHour(seed, firstHour + index, isDown, window),
  ).flat()
  const lively = livelySince ? makeLively(seed, livelySince.getTime(), isDown, window) : []
  return [...hourly, ...lively].sort(
    (one, other) => one.session.startTime.getTime() - other.session.startTime.getTime(),
  )
}
