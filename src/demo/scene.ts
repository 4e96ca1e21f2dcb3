import type { Language } from './activity.ts'
import { drawPerson, type Person } from './people.ts'
import { type Pipeline, pipelines } from './pipelines.ts'
import { drawChance, drawDigits, drawInt, drawUuid, pick, pickWeighted, type Random } from './random.ts'

/** The setting of a conversation: all of its properties that do not change. */
export interface Scene {
  readonly language: Language
  readonly pipeline: Pipeline
  readonly sessionId: string
  readonly conversationId: string
  readonly platform: 'person' | 'group'
  /** Name of the group; empty outside of groups. */
  readonly groupName: string
  /** The users of the conversation: one, or several of a group, starting with the user who began it. */
  readonly people: readonly [Person, ...Person[]]
  /** Name of the messenger in feedback. */
  readonly messenger: string
}

const groupChance = 0.25
const messengers: Readonly<Record<Language, readonly string[]>> = {
  en: ['slack', 'wecom', 'telegram', 'discord'],
  zh: ['wecom', 'lark', 'wecom', 'dingtalk'],
  de: ['telegram', 'slack', 'matrix'],
}
const groupNames: Readonly<Record<Language, readonly string[]>> = {
  en: ['Office Singapore', 'Customer voices', 'Ops & on-call', 'Early birds ☕'],
  zh: ['售后交流群', '测试群', '华东区客户群', '新品体验官 🎁'],
  de: ['Vertrieb Süd', 'Büro Köln', 'Kundenrunde'],
}

/** Draws a conversation's users, bot and place. */
export const drawScene = (random: Random, language: Language): Scene => {
  const isGroup = drawChance(random, groupChance)
  const platform = isGroup ? 'group' : 'person'
  const messenger = pick(random, messengers[language])
  const others = Array.from({ length: isGroup ? drawInt(random, 1, 3) : 0 }, () => drawPerson(random, language))
  return {
    language,
    pipeline: pickWeighted(random, pipelines, ({ weights }) => weights[language]),
    sessionId: `${platform}_${drawDigits(random, 12)}`,
    conversationId: drawUuid(random),
    platform,
    groupName: isGroup ? pick(random, groupNames[language]) : '',
    people: [drawPerson(random, language), ...others],
    messenger,
  }
}
