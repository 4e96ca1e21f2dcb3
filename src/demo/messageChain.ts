import { drawChance, drawDigits, drawInt, pick, type Random } from './random.ts'
import type { Scene } from './scene.ts'
import type { Talk } from './topics/agenda.ts'
import type { Attachment } from './topics/topic.ts'

interface Item {
  readonly type: string
  readonly [property: string]: unknown
}

/** Most questions are typed. Texts that mention a picture or file always include it. */
const voiceChance = 0.5
const quoteChance = 0.05
const fileNames = ['invoice.pdf', 'Rechnung 2026-04.pdf', 'error.log', '发票.xlsx', 'api log, Monday.csv']

const makeAttachment = (random: Random, attachment: Attachment): Item => {
  const key = drawDigits(random, 10, 16)
  if (attachment === 'Image') return { type: 'Image', image_id: key, url: `https://media.example.com/i/${key}.jpg` }
  if (attachment === 'Voice')
    return {
      type: 'Voice',
      voice_id: key,
      url: `https://media.example.com/v/${key}.ogg`,
      length: drawInt(random, 3, 40),
    }
  return {
    type: 'File',
    id: key,
    name: pick(random, fileNames),
    size: drawInt(random, 4_000, 3_000_000),
    url: `https://media.example.com/f/${key}`,
  }
}

/** The stored content of a question: its source, its addressee in a group, its quote, its text and media. */
export const makeQuestionChain = (
  random: Random,
  { platform, pipeline }: Scene,
  { question, attachment }: Talk,
  time: number,
  quoted: string | undefined,
): string => {
  const items: Item[] = [
    { type: 'Source', id: drawInt(random, 10_000_000, 999_999_999), time: Math.floor(time / 1000) },
  ]
  if (quoted !== undefined && drawChance(random, quoteChance))
    items.push({ type: 'Quote', id: drawInt(random, 1, 9_999_999), origin: [{ type: 'Plain', text: quoted }] })
  if (platform === 'group') items.push({ type: 'At', target: pipeline.bot.id, display: pipeline.bot.name })
  items.push({ type: 'Plain', text: platform === 'group' ? ` ${question}` : question })
  if (attachment && (attachment !== 'Voice' || drawChance(random, voiceChance)))
    items.push(makeAttachment(random, attachment))
  return JSON.stringify(items)
}

/** The stored content of a response. In a group it is addressed to the user who asked. */
export const makeResponseChain = ({ platform }: Scene, answer: string, userId: string): string => {
  const chain: Item[] =
    platform === 'group'
      ? [
          { type: 'At', target: userId },
          { type: 'Plain', text: ` ${answer}` },
        ]
      : [{ type: 'Plain', text: answer }]
  return JSON.stringify(chain)
}
