import { day, hour } from '../shared/duration.ts'

/** The languages of users. */
export type Language = 'en' | 'zh' | 'de'

/** The activity in each hour of a working day, starting at midnight, relative to the busiest hour. */
const busynessByHour = [
  0.06, 0.04, 0.02, 0.02, 0.03, 0.06, 0.15, 0.4, 0.75, 0.95, 1, 0.95, 0.65, 0.75, 0.95, 1, 0.95, 0.8, 0.55, 0.45, 0.42,
  0.38, 0.25, 0.12,
]
const weekendFactor = 0.4

interface Audience {
  readonly language: Language
  /** Share of all users, from 0 to 1. */
  readonly share: number
  /** Local time minus UTC, in hours. */
  readonly utcOffset: number
}

/**
 * The audiences of the bots: more than two thirds in the time zone of Shanghai and Singapore, the others in that of
 * Berlin.
 */
export const audiences: readonly Audience[] = [
  { language: 'zh', share: 0.45, utcOffset: 8 },
  { language: 'en', share: 0.35, utcOffset: 8 },
  { language: 'de', share: 0.2, utcOffset: 1 },
]

/**
 * The activity of an audience at a time (milliseconds since 1970): its share in the busiest hour, less at other times.
 */
export const measureAudience = ({ share, utcOffset }: Audience, time: number): number => {
  const local = time + utcOffset * hour
  const weekday = (Math.floor(local / day) + 4) % 7
  const hourOfDay = Math.floor((local % day) / hour)
  return share * (busynessByHour[hourOfDay] ?? 0) * (weekday === 0 || weekday === 6 ? weekendFactor : 1)
}

/** The activity of the bots at a time (milliseconds since 1970), from 0 to 1. Constant within each hour of UTC. */
export const measureActivity = (time: number): number =>
  audiences.reduce((sum, audience) => sum + measureAudience(audience, time), 0)
