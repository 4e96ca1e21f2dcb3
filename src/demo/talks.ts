import { hour } from '../shared/duration.ts'
import { measureActivity } from './activity.ts'
import { type Exchange, makeExchange } from './exchange.ts'
import type { Task } from './modelCalls.ts'
import { drawInt, drawLogNormal, pick, pickWeighted, type Random } from './random.ts'
import type { Scene } from './scene.ts'
import { drawAgenda, type Talk } from './topics/agenda.ts'

const visitWeights = [48, 26, 16, 10]
/** Maximum number of hours after which a user returns. */
const longestReturn = 72
const longestGap = 1_200_000

/** The maximum time between the first and last row of a conversation, in milliseconds. */
export const longestConversation = (longestReturn + 12) * hour

/** The start times of the visits of a conversation: the first one is given, the others are mostly in busy hours. */
const drawVisits = (random: Random, start: number): number[] => {
  const returns = pickWeighted(random, [...visitWeights.keys()], (count) => visitWeights[count] ?? 0)
  if (returns === 0) return [start]
  const hours = Array.from({ length: longestReturn }, (_, index) => start + (index + 1) * hour)
  const busyness = new Map(hours.map((time) => [time, measureActivity(time)]))
  const drawReturn = () => pickWeighted(random, hours, (time) => busyness.get(time) ?? 0) + drawInt(random, 0, hour - 1)
  return [start, ...Array.from({ length: returns }, drawReturn)].sort((one, other) => one - other)
}

const drawVisitLength = (random: Random): number => Math.min(9, Math.ceil(drawLogNormal(random, 2.8, 0.55)))

/** All exchanges of a conversation that starts at a time (milliseconds since 1970), in order. */
export const makeExchanges = (random: Random, scene: Scene, start: number, isDown: Task['isDown']): Exchange[] => {
  const visits = drawVisits(random, start)
  const lengths = visits.map(() => drawVisitLength(random))
  const exchanges: Exchange[] = []
  let time = start
  for (const [index, talks] of drawAgenda(random, scene.language, scene.pipeline.areas, lengths).entries()) {
    const earlier: Talk[] = []
    time = Math.max(time, visits[index] ?? time)
    for (const talk of talks) {
      const person = pick(random, scene.people)
      const exchange = makeExchange(random, scene, { talk, person, time, earlier }, isDown)
      exchanges.push(exchange)
      earlier.push(talk)
      time = exchange.settledAt + Math.round(Math.min(longestGap, 5_000 + drawLogNormal(random, 55_000, 0.9)))
    }
  }
  return exchanges
}
