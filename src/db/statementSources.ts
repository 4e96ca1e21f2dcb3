/** What a statement reads: sums of rollups, sketches of durations, or stored rows. */
export type StatementSource = 'rollups' | 'rows' | 'sketches'

/** The names of the tables and views that each source consists of. */
const tables: Readonly<Record<StatementSource, RegExp>> = {
  rollups: /"botlens_\w+_rollups"/,
  rows: /\bmonitoring_\w|\bbotlens_turn|"botlens_tokens"/,
  sketches: /"botlens_\w+_sketches"/,
}

/**
 * What a statement reads, by the names of the tables in its text. A statement that reads rollups or sketches also reads
 * rows if its window does not start and end with an hour, and for the names of groups.
 */
export const sourcesOf = (text: string): readonly StatementSource[] =>
  (Object.keys(tables) as StatementSource[]).filter((source) => tables[source].test(text))
