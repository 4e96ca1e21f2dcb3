/** What a benchmark found: values by row and column, ready to print. */
export type BenchTable = Record<string, Readonly<Record<string, string | number>>>
