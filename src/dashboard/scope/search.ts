/** Calendar periods that the API knows. */
export const calendarPeriods = ['TODAY', 'YESTERDAY', 'THIS_WEEK', 'LAST_WEEK', 'THIS_MONTH', 'LAST_MONTH'] as const

/** Lengths of time until now that the page offers, as ISO 8601 durations. */
export const lastDurations = ['PT1H', 'PT6H', 'PT24H', 'P7D', 'P30D', 'P90D'] as const

/** The comparisons that the API knows, and none. */
export const comparisons = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_WEEK', 'SAME_PERIOD_LAST_MONTH', 'NONE'] as const

/** Seconds between automatic refreshes that the page offers, besides refreshes because of live events. */
export const refreshIntervals = [10, 30, 60, 300] as const

/** A calendar period. */
export type CalendarPeriod = (typeof calendarPeriods)[number]
/** A comparison. */
export type Comparison = (typeof comparisons)[number]

/**
 * The search parameters that all views share. What has its default value is not in the URL. At most one of `last`,
 * `calendar` and `from` with `to` is set.
 */
export interface ScopeSearch {
  /** Length of time until now, as an ISO 8601 duration. */
  readonly last?: string | undefined
  readonly calendar?: CalendarPeriod | undefined
  /** Start and end of a custom range, as instants, both inclusive. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** IANA name of the time zone; by default that of the browser. */
  readonly zone?: string | undefined
  /** Ids of bots and pipelines; by default all. */
  readonly bot?: readonly string[] | undefined
  readonly pipeline?: readonly string[] | undefined
  readonly compare?: Exclude<Comparison, 'PREVIOUS_PERIOD'> | undefined
  /** Seconds between automatic refreshes, or `live` for refreshes because of events; by default none. */
  readonly refresh?: number | 'live' | undefined
}

/** The names of the shared parameters, which links to other views keep. */
export const scopeKeys = ['last', 'calendar', 'from', 'to', 'zone', 'bot', 'pipeline', 'compare', 'refresh'] as const

/** The parameters of a URL: texts, and lists of texts for names that occur more than once. */
export type RawSearch = Readonly<Record<string, unknown>>

/** The text of a parameter; undefined if it is missing or a list. */
export const readText = (raw: RawSearch, name: string): string | undefined => {
  const value = raw[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The texts of a parameter that may occur more than once; undefined if it is missing. */
export const readTexts = (raw: RawSearch, name: string): readonly string[] | undefined => {
  const value = raw[name]
  const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string' && text !== '')
  return texts.length > 0 ? (texts as string[]) : undefined
}

/** The number of a parameter that must be one of a list; undefined for anything else. */
export const readNumber = (raw: RawSearch, name: string, choices: readonly number[]): number | undefined =>
  // A link of the page has the number, a URL its text.
  choices.find((choice) => String(choice) === String(raw[name]))

/** The value of a parameter that must be one of a list; undefined for anything else. */
export const readChoice = <Choice extends string>(
  raw: RawSearch,
  name: string,
  choices: readonly Choice[],
): Choice | undefined => choices.find((choice) => choice === raw[name])

/** The values of a parameter that must be of a list, in its order; undefined if there are none. */
export const readChoices = <Choice extends string>(
  raw: RawSearch,
  name: string,
  choices: readonly Choice[],
): readonly Choice[] | undefined => {
  const given = readTexts(raw, name)
  const chosen = choices.filter((choice) => given?.includes(choice))
  return chosen.length > 0 ? chosen : undefined
}

/** Reads the shared parameters of a URL. What is invalid is ignored, so that an edited URL still shows the page. */
export const readScopeSearch = (raw: RawSearch): ScopeSearch => {
  const compare = readChoice(raw, 'compare', comparisons)
  return {
    ...noRange,
    ...readRange(raw),
    zone: readZone(readText(raw, 'zone')),
    bot: readTexts(raw, 'bot'),
    pipeline: readTexts(raw, 'pipeline'),
    compare: compare === 'PREVIOUS_PERIOD' ? undefined : compare,
    refresh: readChoice<'live'>(raw, 'refresh', ['live']) ?? readNumber(raw, 'refresh', refreshIntervals),
  }
}

/** Invalid parameters are overwritten with undefined, since the router merges what is read here into what was given. */
const noRange = { last: undefined, calendar: undefined, from: undefined, to: undefined }

const readRange = (raw: RawSearch): Pick<ScopeSearch, 'last' | 'calendar' | 'from' | 'to'> => {
  const from = readInstant(readText(raw, 'from'))
  const to = readInstant(readText(raw, 'to'))
  if (from && to && from <= to) return { from, to }
  const calendar = readChoice(raw, 'calendar', calendarPeriods)
  if (calendar) return { calendar }
  const last = readText(raw, 'last')
  return last && durationPattern.test(last) ? { last } : {}
}

const durationPattern = /^P(?!$)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?(T(?!$)(\d{1,5}H)?(\d{1,6}M)?)?$/

const readInstant = (text: string | undefined): string | undefined => {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

const readZone = (zone: string | undefined): string | undefined => {
  if (zone === undefined) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone
  } catch {
    return undefined
  }
}
