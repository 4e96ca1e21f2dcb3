import { drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'
import { day, hour, minute } from '../../../src/shared/duration.ts'

/** A time window as input, and how many buckets of each length are sensible in it. */
export interface DrawnWindow {
  readonly input: Readonly<Record<string, string>>
  readonly buckets: readonly ('MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH')[]
  readonly hasStart: boolean
}

const start = Date.parse('2026-03-18T00:00:00Z')
const changeBack = Date.parse('2026-10-25T00:00:00Z')

const lengths = [
  { length: 90 * minute, buckets: ['MINUTE', 'HOUR', 'DAY'] },
  { length: 30 * hour, buckets: ['HOUR', 'DAY', 'WEEK'] },
  { length: 3 * day, buckets: ['HOUR', 'DAY', 'MONTH'] },
  { length: 20 * day, buckets: ['DAY', 'WEEK', 'MONTH'] },
] as const

const relative = [
  { input: { last: 'PT90M' }, buckets: ['MINUTE', 'HOUR'] },
  { input: { last: 'PT24H' }, buckets: ['HOUR', 'DAY'] },
  { input: { last: 'P7D' }, buckets: ['DAY', 'WEEK'] },
  { input: { last: 'P1M' }, buckets: ['DAY', 'WEEK', 'MONTH'] },
  { input: { calendar: 'TODAY' }, buckets: ['HOUR', 'DAY'] },
  { input: { calendar: 'YESTERDAY' }, buckets: ['HOUR', 'DAY'] },
  { input: { calendar: 'THIS_WEEK' }, buckets: ['HOUR', 'DAY'] },
  { input: { calendar: 'LAST_WEEK' }, buckets: ['HOUR', 'DAY'] },
  { input: { calendar: 'LAST_MONTH' }, buckets: ['DAY', 'WEEK', 'MONTH'] },
] as const

const format = (time: number): string => new Date(time).toISOString()

/** Draws a time window: closed, open or relative. */
export const drawWindow = (random: Random): DrawnWindow => {
  const kind = pick(random, ['closed', 'closed', 'closed', 'relative', 'start', 'end', 'none'] as const)
  if (kind === 'relative') return { ...pick(random, relative), hasStart: true }
  const { length, buckets } = pick(random, lengths)
  const grid = pick(random, [1, minute, hour, day])
  const from = drawChance(random, 0.15)
    ? changeBack + drawInt(random, -2, 1) * day
    : start + drawInt(random, 0, 20 * day)
  const startTime = Math.floor(from / grid) * grid
  const endTime = Math.floor((startTime + length) / grid) * grid - pick(random, [0, 1])
  if (kind === 'closed')
    return {
      input: { startTime: format(startTime), endTime: format(Math.max(startTime, endTime)) },
      buckets,
      hasStart: true,
    }
  const open = { buckets: ['WEEK', 'MONTH'] as const, hasStart: kind === 'start' }
  if (kind === 'start') return { input: { startTime: format(startTime) }, ...open }
  return { input: kind === 'end' ? { endTime: format(endTime) } : {}, ...open }
}
