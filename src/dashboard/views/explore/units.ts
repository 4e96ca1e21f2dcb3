import type { Formats } from '../../i18n/formats.ts'
import type { Measure } from './catalogue.ts'

/** How values of a unit are written in full. */
export const formatOf = (unit: Measure['unit'], formats: Formats): ((value: number | null) => string) =>
  ({
    count: formats.number,
    decimal: formats.decimal,
    percent: formats.percent,
    dollars: formats.cost,
    milliseconds: formats.duration,
    time: formats.number,
  })[unit]

/** How values of a unit are written at an axis. */
export const axisFormatOf = (unit: Measure['unit'], formats: Formats): ((value: number | null) => string) =>
  unit === 'count' || unit === 'decimal'
    ? formats.compact
    : unit === 'dollars'
      ? formats.compactCost
      : formatOf(unit, formats)
