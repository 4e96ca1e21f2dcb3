/** The results of a benchmark: values by row and column. */
export type BenchTable = Record<string, Readonly<Record<string, string | number>>>
