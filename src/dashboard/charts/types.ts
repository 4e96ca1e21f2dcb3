/** A time bucket of a chart. */
export interface ChartBucket {
  readonly bucketStart: string
  readonly bucketEnd: string
  /** Whether the time window covers only a part of the bucket. */
  readonly isPartial?: boolean
}

/** One series of a chart, with a value for each bucket; null where there is none. */
export interface ChartSeries {
  readonly key: string
  readonly label: string
  /** A CSS color, usually of the palette. */
  readonly color: string
  readonly values: readonly (number | null)[]
}

/** The total of each bucket in the time window that a chart is compared with. */
export interface ChartComparison {
  readonly label: string
  readonly values: readonly (number | null)[]
}
