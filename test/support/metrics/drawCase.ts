import { drawChance, drawInt, pick, type Random, shuffle } from '../../../src/demo/random.ts'
import { type DrawnFilter, drawFilter } from './drawFilter.ts'
import { type DrawnWindow, drawWindow } from './drawWindow.ts'
import { divide, histogram, percentile, type Row } from './plainMeasures.ts'
import type { PlainRecord } from './plainRecord.ts'
import { plainRecords } from './plainRecords.ts'

/** Selected measures: their text, and their values for some rows, as a response contains them. */
export interface Measured {
  readonly text: string
  readonly compute: (rows: readonly Row[]) => Readonly<Record<string, unknown>>
}

/** The parts of metrics that a case may select. */
export const parts = ['totals', 'previous', 'series', 'groups'] as const

/** A random query of metrics. */
export interface MetricsCase {
  readonly record: PlainRecord
  readonly filter: DrawnFilter
  readonly scope: Readonly<Record<string, unknown>>
  readonly window: DrawnWindow
  readonly timeZone: string
  readonly groupBy: readonly string[]
  readonly bucket: DrawnWindow['buckets'][number]
  readonly fillGaps: boolean
  readonly orderBy: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | undefined
  readonly first: number
  readonly others: boolean
  /** Whether exact percentiles are requested. */
  readonly exact: boolean
  readonly compareTo: 'PREVIOUS_PERIOD' | 'SAME_PERIOD_LAST_WEEK' | 'SAME_PERIOD_LAST_MONTH' | undefined
  readonly measured: Measured
  readonly shares: readonly string[]
  readonly selected: ReadonlySet<(typeof parts)[number]>
  /** Whether groups have series, and whether buckets are compared. */
  readonly groupSeries: boolean
  readonly comparesBuckets: boolean
}

/** Zones without changes of the clocks in the time of the rows, so that local times correspond to each other. */
const steadyZones = ['UTC', 'Asia/Shanghai', 'Asia/Kathmandu']
const zones = [...steadyZones, 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']

const statistics: Readonly<Record<string, (values: readonly number[]) => number | null>> = {
  avg: (values) => divide(BigInt(values.reduce((sum, value) => sum + value, 0)), BigInt(values.length), 2),
  min: (values) => (values.length === 0 ? null : Math.min(...values)),
  max: (values) => (values.length === 0 ? null : Math.max(...values)),
  p50: (values) => percentile(values, 0.5),
  p90: (values) => percentile(values, 0.9),
  p95: (values) => percentile(values, 0.95),
  p99: (values) => percentile(values, 0.99),
}

type Distributions = NonNullable<PlainRecord['distributions']>

const drawDistribution = (random: Random, distributions: Distributions): Measured => {
  const name = pick(random, Object.keys(distributions))
  const valuesOf = (rows: readonly Row[]) => rows.flatMap((row) => distributions[name]?.(row) ?? [])
  const names = shuffle(random, Object.keys(statistics)).slice(0, drawInt(random, 0, 3))
  const share = pick(random, [0, 0.25, 1 / 3, 0.999, 1])
  const bins = pick(random, [1, 3, 20])
  const [hasQuantile, hasHistogram] = [drawChance(random, 0.4), drawChance(random, 0.3)]
  const fields = [
    ...names,
    ...(hasQuantile ? [`q: quantile(p: ${share})`] : []),
    ...(hasHistogram ? [`histogram(bins: ${bins}) { from to count }`] : []),
  ]
  return {
    text: `${name} { exact ${fields.join(' ')} }`,
    compute: (rows) => {
      const values = valuesOf(rows)
      return {
        [name]: {
          exact: true,
          ...Object.fromEntries(names.map((statistic) => [statistic, statistics[statistic]?.(values)])),
          ...(hasQuantile ? { q: percentile(values, share) } : {}),
          ...(hasHistogram ? { histogram: histogram(values, bins) } : {}),
        },
      }
    },
  }
}

const drawMeasured = (random: Random, { measures, distributions }: PlainRecord): Measured => {
  const names = shuffle(random, Object.keys(measures)).slice(0, pick(random, [1, 2, 4]))
  const distribution = distributions && drawChance(random, 0.4) ? drawDistribution(random, distributions) : undefined
  return {
    text: [...names, ...(distribution ? [distribution.text] : [])].join(' '),
    compute: (rows) => ({
      ...Object.fromEntries(names.map((name) => [name, measures[name]?.(rows)])),
      ...distribution?.compute(rows),
    }),
  }
}

const toEnumName = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

/** The value that an order field sorts by; undefined for the key. */
export const orderValue = (
  { measures, distributions = {} }: PlainRecord,
  field: string,
): ((rows: readonly Row[]) => unknown) | undefined => {
  for (const [name, read] of Object.entries(distributions))
    for (const [statistic, compute] of Object.entries(statistics))
      if (field === `${toEnumName(name)}_${toEnumName(statistic)}`)
        return (rows) => compute(rows.flatMap((row) => read(row) ?? []))
  return measures[Object.keys(measures).find((name) => toEnumName(name) === field) ?? '']
}

/** The order of estimates is not that of exact percentiles. */
const drawOrder = (
  random: Random,
  { measures, distributions = {} }: PlainRecord,
  exact: boolean,
): MetricsCase['orderBy'] => {
  const names = Object.keys(measures).map(toEnumName)
  const ofDistributions = Object.keys(distributions).flatMap((name) => [
    ...(exact ? [`${toEnumName(name)}_P95`] : []),
    `${toEnumName(name)}_AVG`,
  ])
  const field = pick(random, [...names, 'KEY', 'KEY', ...ofDistributions])
  return drawChance(random, 0.3) ? undefined : { field, direction: pick(random, ['ASC', 'DESC']) }
}

/** Draws a query of metrics. */
export const drawCase = (random: Random): MetricsCase => {
  const record = pick(random, plainRecords)
  const window = drawWindow(random)
  const timeZone = pick(random, zones)
  const compareTo = window.hasStart
    ? (pick(random, [null, 'PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_WEEK', 'SAME_PERIOD_LAST_MONTH'] as const) ?? undefined)
    : undefined
  const exact = drawChance(random, 0.5)
  return {
    record,
    filter: drawFilter(random, record.kind),
    scope: drawChance(random, 0.2) ? { botIds: ['bot-1', 'bot-ä'] } : {},
    window,
    timeZone,
    groupBy: shuffle(random, Object.keys(record.dimensions)).slice(0, pick(random, [1, 1, 2, 3])),
    bucket: pick(random, window.buckets),
    fillGaps: drawChance(random, 0.7),
    orderBy: drawOrder(random, record, exact),
    first: pick(random, [0, 1, 2, 5, 100, 1000]),
    others: drawChance(random, 0.4),
    exact,
    compareTo,
    measured: drawMeasured(random, record),
    shares: shuffle(random, record.additive).slice(0, 2),
    selected: new Set(shuffle(random, parts).slice(0, drawInt(random, 1, 4))),
    groupSeries: window.buckets.length > 0 && drawChance(random, 0.3),
    comparesBuckets: compareTo !== undefined && steadyZones.includes(timeZone),
  }
}

/** The query of a case, and its variables. */
export const printCase = (drawn: MetricsCase): { readonly query: string; readonly variables: object } => {
  const { record, groupBy, bucket, measured, selected, shares, groupSeries, comparesBuckets } = drawn
  const capital = `${record.query.charAt(0).toUpperCase()}${record.query.slice(1).replace('Metrics', '')}`
  const again = comparesBuckets ? `previous { ${measured.text} }` : ''
  const series = `series { bucketStart bucketEnd label isPartial measures { ${measured.text} } ${again} }`
  const keys = groupBy.map((name) => {
    const { key, isNamed } = record.dimensions[name] ?? { key: '' }
    return isNamed ? `${key} { id name }` : key
  })
  const fields = [
    ...(selected.has('totals') ? [`totals { ${measured.text} }`] : []),
    ...(selected.has('previous') ? [`previous { ${measured.text} }`] : []),
    ...(selected.has('series') ? [series] : []),
    ...(selected.has('groups')
      ? [
          `groupCount truncated groups { isOthers key { ${keys.join(' ')} } measures { ${measured.text} } previous { ${measured.text} }
           share { ${shares.join(' ')} } ${groupSeries ? series : ''} }`,
        ]
      : []),
  ]
  const filter = capital === 'Error' ? 'ErrorFilter' : `${capital}Filter`
  const { timeZone, fillGaps, orderBy, first, others, exact, compareTo, scope } = drawn
  return {
    query: `query ($filter: ${filter}, $scope: MonitoringFilter, $orderBy: ${capital}MetricOrder, $groupBy: [${capital}Dimension!], $bucket: TimeBucket,
      $timeZone: TimeZone!, $fillGaps: Boolean!, $first: Int!, $others: Boolean!, $exact: Boolean!, $compareTo: Comparison) {
      metrics: ${record.query}(filter: $filter, scope: $scope, groupBy: $groupBy, bucket: $bucket, timeZone: $timeZone, fillGaps: $fillGaps,
        orderBy: $orderBy, first: $first, others: $others, exact: $exact, compareTo: $compareTo) { ${fields.join(' ')} } }`,
    variables: {
      filter: { ...drawn.filter.input, ...drawn.window.input },
      scope,
      groupBy,
      bucket,
      timeZone,
      fillGaps,
      orderBy,
      first,
      others,
      exact,
      compareTo,
    },
  }
}
