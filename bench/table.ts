/** What a benchmark found: figures by row and column, ready to print. */
export type BenchTable = Record<string, Readonly<Record<string, string | number>>>
