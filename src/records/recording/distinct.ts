/**
 * The rows without those whose key came before, sorted by key: writers that store the same rows at the same time take
 * their locks in the same order, and never wait for each other in a circle.
 */
export const distinctBy = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => {
  const byKey = new Map<string, Row>()
  for (const row of rows) if (!byKey.has(keyOf(row))) byKey.set(keyOf(row), row)
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
