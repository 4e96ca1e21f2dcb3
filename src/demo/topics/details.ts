import type { Language } from '../activity.ts'
import { drawDigits, drawInt, pick, type Random } from '../random.ts'

/** The values of placeholders, by name. */
type Details = Readonly<Record<string, string>>

const words: Readonly<Record<Language, { readonly products: readonly string[]; readonly cities: readonly string[] }>> =
  {
    en: {
      products: ['desk lamp', 'noise-cancelling headphones', 'office chair', 'espresso machine', 'e-bike', 'tablet'],
      cities: ['Singapore', 'Sydney', 'Hong Kong', 'Kuala Lumpur', 'Melbourne', 'Manila'],
    },
    zh: {
      products: ['空气净化器', '蓝牙耳机', '扫地机器人', '电饭煲', '机械键盘', '智能手表'],
      cities: ['上海', '杭州', '深圳', '成都', '武汉', '西安'],
    },
    de: {
      products: ['die Schreibtischlampe', 'den Kopfhörer', 'den Bürostuhl', 'die Kaffeemaschine', 'das E-Bike'],
      cities: ['Köln', 'München', 'Leipzig', 'Wien', 'Zürich', 'Düsseldorf'],
    },
  }

const formatAmount = (language: Language, cents: number): string => {
  const amount = (cents / 100).toFixed(2)
  if (language === 'de') return `${amount.replace('.', ',')} €`
  return language === 'zh' ? `¥${amount}` : `$${amount}`
}

/** Draws the details of one visit: the product, the amount and the destination. */
export const drawDetails = (random: Random, language: Language): Details => ({
  order: `B${drawInt(random, 2, 9)}-${drawDigits(random, 5)}`,
  product: pick(random, words[language].products),
  city: pick(random, words[language].cities),
  amount: formatAmount(language, drawInt(random, 990, 48_000)),
  days: String(drawInt(random, 2, 6)),
})

/** Replaces the placeholders in a text. Unknown placeholders are left unchanged. */
export const fillDetails = (text: string, details: Details): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => details[name] ?? whole)
