import type { Language } from './texts.ts'

/** How values are written in a language and a time zone. A value that is null is written as a dash. */
export interface Formats {
  readonly language: Language
  readonly timeZone: string
  /** A whole number, e.g. `1,234,567`. */
  readonly number: (value: Value) => string
  /** A number of at most three digits, e.g. `1.23M`, or a whole number where the language has no short form. */
  readonly compact: (value: Value) => string
  /** A share given in percent, e.g. `98.4%`. */
  readonly percent: (value: Value) => string
  /** A share given in percent in a column, e.g. `98.0%`, so that the decimals align. */
  readonly share: (value: Value) => string
  /** A relative change in percent, with its sign, e.g. `+12.3%`. */
  readonly change: (value: Value) => string
  /** A difference of two percentages, with its sign, e.g. `+1.2 pp`. */
  readonly points: (value: Value) => string
  /** US dollars, with more decimals for small amounts. */
  readonly cost: (value: Value) => string
  /** Writes US dollars with as many decimals as the largest of several amounts, so that they align. */
  readonly costLike: (largest: Value) => (value: Value) => string
  /** US dollars, shortened as the language shortens numbers. */
  readonly compactCost: (value: Value) => string
  /** A number with up to two decimals. */
  readonly decimal: (value: Value) => string
  /** Milliseconds, e.g. `850ms`, `1.2s` or `3.5m`. */
  readonly duration: (value: Value) => string
  /** An instant with date and time of day. */
  readonly dateTime: (time: string | Date) => string
  /** An instant with date and time of day with milliseconds. */
  readonly exactDateTime: (time: string | Date) => string
  /** The date of an instant. */
  readonly date: (time: string | Date) => string
  /** The time of day of an instant. */
  readonly time: (time: string | Date) => string
  /** The time of day of an instant with milliseconds, e.g. `14:03:07.250`. */
  readonly exactTime: (time: string | Date) => string
  /** A number of bytes, e.g. `12.5 kB`. */
  readonly bytes: (value: Value) => string
  /** How long ago an instant was, e.g. `5 min. ago`. */
  readonly ago: (time: string | Date, asOf: Date) => string
}

type Value = number | null | undefined

/** What is written for a value that does not exist. */
const noValue = '–'

/** Creates the formats of a language and a time zone. */
export const makeFormats = (language: Language, timeZone: string): Formats => {
  const numbers = (options: Intl.NumberFormatOptions, locale: string = language) => {
    const { format } = new Intl.NumberFormat(locale, options)
    return (value: Value) => (value === null || value === undefined ? noValue : format(value))
  }
  const times = (options: Intl.DateTimeFormatOptions) => {
    const { format } = new Intl.DateTimeFormat(language, { ...options, timeZone, hourCycle: 'h23' })
    return (time: string | Date) => format(new Date(time))
  }
  const dollars = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const
  const cents = numbers(dollars)
  const small = numbers({ ...dollars, ...digits(4) })
  const large = numbers({ ...dollars, notation: 'compact', maximumSignificantDigits: 3, useGrouping: 'always' })
  const costLike = (largest: Value) => (Math.abs(largest ?? 0) < 10 ? small : cents)
  const cost = (value: Value) => (value !== 0 && Math.abs(value ?? 0) < 1 ? small : cents)(value)
  const whole = numbers({ maximumFractionDigits: 0 })
  const short = numbers({ notation: 'compact', maximumSignificantDigits: 3, useGrouping: 'always' })
  // Numbers that the language does not shorten would look exact, but be rounded.
  const shortenedFrom = language === 'zh-CN' ? 10_000 : 1000
  const isShortened = (value: Value) => Math.abs(value ?? 0) >= shortenedFrom
  const percent = numbers({ style: 'percent', maximumFractionDigits: 1 })
  const share = numbers({ style: 'percent', ...digits(1) })
  const change = numbers({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const points = numbers({ maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const units = durationUnits.map(([unit, length]) => ({
    length,
    // The symbols of milliseconds and seconds are the same in all languages, so that they align.
    format: numbers(
      { style: 'unit', unit, unitDisplay: 'narrow', ...digits(length === 1 ? 0 : 1) },
      length < 60_000 ? 'en' : language,
    ),
  }))
  const sizes = byteUnits.map(([unit, length]) => ({
    length,
    format: numbers({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: length === 1 ? 0 : 1 }),
  }))
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' })
  const now = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second')
  return {
    language,
    timeZone,
    number: whole,
    compact: (value) => (Math.abs(value ?? 0) < 1000 || isShortened(value) ? short : whole)(value),
    percent: (value) => percent(value === null || value === undefined ? value : value / 100),
    share: (value) => share(value === null || value === undefined ? value : value / 100),
    change: (value) => change(value === null || value === undefined ? value : value / 100),
    points: (value) => `${points(value)} ${language === 'en' ? 'pp' : '百分点'}`,
    cost,
    costLike,
    compactCost: (value) => (isShortened(value) ? large : cost)(value),
    decimal: numbers({ maximumFractionDigits: 2 }),
    duration: (value) => {
      const unit = units.findLast(({ length }) => Math.abs(value ?? 0) >= length) ?? units[0]
      return value === null || value === undefined || !unit ? noValue : unit.format(value / unit.length)
    },
    dateTime: times({ dateStyle: 'medium', timeStyle: 'short' }),
    exactDateTime: times({
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      ...exact,
    }),
    date: times({ dateStyle: 'medium' }),
    time: times({ timeStyle: 'short' }),
    exactTime: times(exact),
    bytes: (value) => {
      const unit = sizes.findLast(({ length }) => (value ?? 0) >= length) ?? sizes[0]
      return value === null || value === undefined || !unit ? noValue : unit.format(value / unit.length)
    },
    ago: (time, asOf) => {
      const elapsed = (new Date(time).getTime() - asOf.getTime()) / 1000
      const [unit, seconds] = agoUnits.findLast(([, length]) => Math.abs(elapsed) >= length) ?? ['second', 1]
      const count = Math.trunc(elapsed / seconds)
      // A day here is 24 hours, which is not the calendar's yesterday.
      return count === 0 ? now : relative.format(count, unit)
    },
  }
}

/** A time of day with milliseconds. */
const exact = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const

const digits = (count: number) => ({ minimumFractionDigits: count, maximumFractionDigits: count })

const durationUnits = [
  ['millisecond', 1],
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
] as const

const byteUnits = [
  ['byte', 1],
  ['kilobyte', 1000],
  ['megabyte', 1_000_000],
] as const

const agoUnits = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
] as const

/** Chooses the form of a text for a number, by the rules of the language. */
export const plural = (language: Language, count: number, forms: { readonly one?: string; readonly other: string }) => {
  const rule = new Intl.PluralRules(language).select(count)
  return (rule === 'one' ? forms.one : undefined) ?? forms.other
}
