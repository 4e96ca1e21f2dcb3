/** A row of a table, by the titles of its columns. */
export type TableRow = Readonly<Record<string, string | number>>

/**
 * Formats rows as plain text: a header line, then one line per row. Columns are aligned by spaces, numbers to the
 * right. The columns are those of the first row.
 */
export const formatTable = (rows: readonly TableRow[]): string => {
  const titles = Object.keys(rows[0] ?? {})
  const columns = titles.map((title) => {
    const cells = rows.map((row) => String(row[title] ?? ''))
    const width = Math.max(...[title, ...cells].map((text) => text.length))
    const isNumeric = rows.every((row) => typeof row[title] === 'number')
    return [title, ...cells].map((text) => (isNumeric ? text.padStart(width) : text.padEnd(width)))
  })
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    columns.map((cells) => cells[line] ?? '').join('  '),
  )
  return lines.map((line) => line.trimEnd()).join('\n')
}
