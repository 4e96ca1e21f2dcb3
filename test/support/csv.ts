/** Parses a CSV file according to RFC 4180, without its byte-order mark, as rows of cells. */
export const readCsv = (file: string): string[][] => {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/y
  cell.lastIndex = file.startsWith('\uFEFF') ? 1 : 0
  while (cell.lastIndex < file.length) {
    const match = cell.exec(file)
    if (!match) throw new Error('The file is not CSV')
    const [, quoted, plain, end] = match
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\n' && cell.lastIndex < file.length) rows.push([])
  }
  return rows
}
