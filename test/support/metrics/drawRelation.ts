import { drawChance, pick, type Random } from '../../../src/demo/random.ts'
import type { DrawnFilter } from './drawFilter.ts'
import type { Row } from './plainMeasures.ts'
import type { PlainRecord } from './plainRecord.ts'
import type { MetricsRows } from './rows.ts'

type Kind = PlainRecord['kind']

/** The records that refer to messages and sessions, by the name of their list. */
const children = {
  llmCalls: 'llmCall',
  embeddingCalls: 'embeddingCall',
  toolCalls: 'toolCall',
  errors: 'errorLog',
  feedback: 'feedback',
} as const satisfies Readonly<Record<string, Kind>>

const rowsOf = (all: MetricsRows, kind: Kind) => all[kind] as unknown as readonly Row[]

/**
 * Draws a filter of one relation of a record: its message or session, or the records of a message or session. Undefined
 * for turns, whose filter has no relations.
 * @param draw draws the filter of the related record.
 */
export const drawRelation = (
  random: Random,
  kind: Kind,
  draw: (kind: Kind) => DrawnFilter,
): DrawnFilter | undefined => {
  if (kind === 'turn') return undefined
  if (kind === 'session') return drawChildren(random, 'sessionId', { ...children, messages: 'message' }, draw)
  if (kind !== 'message') return drawParent(pick(random, ['message', 'session']), draw)
  return drawChance(random, 0.3) ? drawParent('session', draw) : drawChildren(random, 'messageId', children, draw)
}

const drawParent = (parent: 'message' | 'session', draw: (kind: Kind) => DrawnFilter): DrawnFilter => {
  const { input, matches } = draw(parent)
  const reference = `${parent}Id`
  return {
    input: { [parent]: input },
    matches: (row, all) => rowsOf(all, parent).some((one) => one['id'] === row[reference] && matches(one, all)),
  }
}

const drawChildren = (
  random: Random,
  reference: string,
  lists: Readonly<Record<string, Kind>>,
  draw: (kind: Kind) => DrawnFilter,
): DrawnFilter => {
  const flag = drawChance(random, 0.4) ? pick(random, ['hasErrors', 'hasFeedback']) : undefined
  const [list, kind] = flag
    ? [flag, flag === 'hasErrors' ? 'errorLog' : 'feedback']
    : pick(random, Object.entries(lists))
  const wanted = drawChance(random, 0.5)
  const { input, matches } = flag ? { input: {}, matches: () => true } : draw(kind as Kind)
  return {
    input: { [list]: flag ? wanted : { [wanted ? 'some' : 'none']: input } },
    matches: (row, all) =>
      rowsOf(all, kind as Kind).some((child) => child[reference] === row['id'] && matches(child, all)) === wanted,
  }
}
