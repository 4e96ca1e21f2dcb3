import type { Language } from '../activity.ts'
import { drawChance, pick, type Random, shuffle } from '../random.ts'
import { chineseTopics } from './chinese.ts'
import { drawDetails, fillDetails } from './details.ts'
import { englishTopics } from './english.ts'
import { germanTopics } from './german.ts'
import type { Area, Attachment, Topic } from './topic.ts'

/** A complete question and its response. */
export interface Talk {
  readonly question: string
  readonly answer: string
  readonly attachment: Attachment | undefined
  /** Whether it has a topic, so that there is something to search for. */
  readonly isQuestion: boolean
}

const topicsByLanguage: Readonly<Record<Language, readonly Topic[]>> = {
  en: englishTopics,
  zh: chineseTopics,
  de: germanTopics,
}
const thanksChance = 0.35

/**
 * Draws the content of each visit of a conversation from the number of questions in each visit. Topics repeat only
 * after all have been used, and some visits end with thanks.
 */
export const drawAgenda = (
  random: Random,
  language: Language,
  areas: readonly Area[],
  visitLengths: readonly number[],
): Talk[][] => {
  const details = drawDetails(random, language)
  const topics = topicsByLanguage[language]
  const thanks = topics.filter(({ area }) => area === 'thanks')
  const queue = shuffle(
    random,
    topics.filter(({ area }) => areas.includes(area)),
  )
  const drawTalk = ({ area, questions, answers, attachment }: Topic): Talk => ({
    question: fillDetails(pick(random, questions), details),
    answer: fillDetails(pick(random, answers), details),
    attachment,
    isQuestion: area !== 'thanks',
  })
  return visitLengths.map((length) => {
    const asked = queue.splice(0, length)
    queue.push(...asked)
    const isThankful = asked.length > 1 && drawChance(random, thanksChance)
    return [...asked.slice(isThankful ? 1 : 0), ...(isThankful ? [pick(random, thanks)] : [])].map(drawTalk)
  })
}
