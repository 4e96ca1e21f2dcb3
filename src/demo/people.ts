import type { Language } from './activity.ts'
import { drawChance, drawDigits, pick, type Random } from './random.ts'

/** A user of a bot. */
export interface Person {
  readonly id: string
  /** Display name; null if the messenger does not provide one. */
  readonly name: string | null
}

const namelessChance = 0.08
const handleChance = 0.2

const names: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Alice Tan',
    'Priya Raman',
    'Tom O’Neil',
    "Siobhán O'Brien",
    'Daniel Lim',
    'Grace Okafor',
    'مريم حداد',
    'Ravi 🚲',
    'Nguyễn Thị Lan',
    'José Álvarez, Jr.',
  ],
  zh: [
    '张伟',
    '李娜 🌸',
    '王小明',
    '陈静',
    '刘洋',
    '赵敏',
    '周杰',
    '孙悦',
    '阿May',
    '一只小猫咪🐱',
    '木子-李',
    'さくら',
  ],
  de: ['Jürgen Weiß', 'Zoë, „Z“', 'Łukasz Nowak', 'Sabine Krüger', 'Ayşe Yılmaz', 'Jonas K.', 'Dr. Petra Vogel'],
}
const handles = ['@night_owl', 'user_{n}', 'mx-{n}', '@dev.{n}', '{n}', 'guest {n}', 'kaffee_{n}', 'Max_{n}']

const drawName = (random: Random, language: Language): string | null => {
  if (drawChance(random, namelessChance)) return null
  if (drawChance(random, handleChance)) return pick(random, handles).replace('{n}', drawDigits(random, 4))
  return pick(random, names[language])
}

/** Draws a user who writes in the given language. */
export const drawPerson = (random: Random, language: Language): Person => ({
  id: drawChance(random, 0.3) ? `ou_${drawDigits(random, 12, 16)}` : `u${drawDigits(random, 10)}`,
  name: drawName(random, language),
})
