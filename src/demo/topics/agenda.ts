import type { Language } from '../activity.ts'
import { drawChance, pick, type Random, shuffle } from '../random.ts'
import { chineseTopics } from './chinese.ts'
import { drawDetails, fillDetails } from './details.ts'
import { englishTopics } from './english.ts'
import { germanTopics } from './german.ts'
import type { Area, Attachment, Topic } from './topic.ts'

/** A question in full and the answer to it. */
export interface Talk {
  readonly question: string
  readonly answer: string
  readonly attachment: Attachment | undefined
  /** Whether it is about something, so that there is something to look up. */
  readonly isQuestion: boolean
}

const topicsByLanguage: Readonly<Record<Language, readonly Topic[]>> = {
  en: englishTopics,
  zh: chineseTopics,
  de: germanTopics,
}
const thanksChance = 0.35

/** What is said in one visit: up to so many questions on different topics, some visits ending with thanks. */
export const drawAgenda = (random: Random, language: Language, areas: readonly Area[], length: number): Talk[] => {
  const details = drawDetails(random, language)
  const topics = topicsByLanguage[language]
  const asked = shuffle(
    random,
    topics.filter(({ area }) => areas.includes(area)),
  ).slice(0, length)
  const thanks = topics.filter(({ area }) => area === 'thanks')
  const isThankful = asked.length > 1 && drawChance(random, thanksChance)
  return [...(isThankful ? asked.slice(1) : asked), ...(isThankful ? [pick(random, thanks)] : [])].map((topic) => ({
    question: fillDetails(pick(random, topic.questions), details),
    answer: fillDetails(pick(random, topic.answers), details),
    attachment: topic.attachment,
    isQuestion: topic.area !== 'thanks',
  }))
}
