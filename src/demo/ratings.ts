import type { Feedback, Message } from '../db/generated/client.ts'
import { feedbackTypes } from '../records/feedback/kinds.ts'
import type { Language } from './activity.ts'
import { drawChance, drawDigits, drawInt, drawLogNormal, drawUuid, pick, type Random, shuffle } from './random.ts'
import { originOf } from './rows.ts'
import type { Scene } from './scene.ts'

const ratingChance = 0.083
const likeChance = 0.8
/** Messengers that stream responses. */
const streaming = new Set(['wecom'])

const reasons = [
  'Not correct',
  'Out of date',
  'Did not answer my question',
  'Too long',
  'Wrong language',
  'Hard to read',
]
const praise: Readonly<Record<Language, readonly string[]>> = {
  en: ['Quick and friendly', 'Solved it right away!', '👍'],
  zh: ['回答很快', '很专业，点赞', '👍'],
  de: ['Schnell und freundlich', 'Hat sofort geholfen', '👍'],
}
const complaints: Readonly<Record<Language, readonly string[]>> = {
  en: ['I asked something else', 'The tracking link is missing', 'Please let me talk to a person'],
  zh: ['答非所问', '还是没有解决', '请转人工'],
  de: ['Das war nicht meine Frage', 'Der Link fehlt', 'Ich möchte mit einem Menschen sprechen'],
}

/** The feedback of the user about a response, some minutes later. Most responses receive none. */
export const makeRatings = (random: Random, scene: Scene, answer: Message): Feedback[] => {
  if (!drawChance(random, ratingChance)) return []
  const isLike = drawChance(random, likeChance)
  const [comments, commentChance] = isLike ? [praise, 0.12] : [complaints, 0.4]
  return [
    {
      id: drawUuid(random),
      timestamp: new Date(
        answer.timestamp.getTime() + Math.round(1000 * Math.min(7_200, drawLogNormal(random, 60, 1.2))),
      ),
      feedbackId: `fb_${drawUuid(random)}`,
      type: isLike ? feedbackTypes.LIKE : feedbackTypes.DISLIKE,
      content: drawChance(random, commentChance) ? pick(random, comments[scene.language]) : null,
      inaccurateReasons: isLike ? null : JSON.stringify(shuffle(random, reasons).slice(0, drawInt(random, 1, 3))),
      ...originOf(scene),
      messageId: answer.id,
      streamId: streaming.has(scene.messenger) ? `stream_${drawDigits(random, 16, 16)}` : null,
      userId: answer.userId,
      platform: scene.messenger,
    },
  ]
}
