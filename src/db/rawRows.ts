import type pg from 'pg'
import { BaseQuery, sendQuery } from './driverQuery.ts'
import { readMessageLength, rowType, splitMessages } from './splitMessages.ts'

/** Rows as PostgreSQL sends them: the messages of its protocol, with values as text in UTF-8. */
export interface RawRows {
  /** Complete messages, one after the other. */
  readonly chunks: readonly Buffer[]
  readonly count: number
}

/** Bytes of a row before its first cell: type, length, and number of cells. */
export const rowHeadBytes = 7
/** Bytes before the value of a cell: its length, which is negative for null. */
export const cellHeadBytes = 4

type Receive = (chunk: Buffer) => void

/** The type of the message that ends a statement. */
const readyType = 'Z'.charCodeAt(0)

/** A statement whose rows are kept as they arrive. The driver handles all other messages. */
class RawQuery extends BaseQuery {
  readonly chunks: Buffer[] = []

  override submit(connection: pg.Connection): Error | null {
    const { stream } = connection
    const [parse] = stream.listeners('data') as Receive[]
    if (!parse) return new Error('The driver does not read the connection')
    const split = splitMessages((type, messages) => {
      if (type === readyType) return true
      if (type === rowType) this.chunks.push(messages)
      else parse(messages)
      return false
    })
    const receive = (chunk: Buffer): void => {
      const rest = split(chunk)
      if (!rest) return
      replace(receive, parse)
      parse(rest)
    }
    // A stream without a listener could lose data, so the new one is added first.
    const replace = (current: Receive, next: Receive) => stream.on('data', next).off('data', current)
    replace(parse, receive)
    const error = super.submit(connection)
    if (error) replace(receive, parse)
    return error
  }
}

/** Sends a statement, and returns its rows without decoding them. */
export const sendRaw = async (client: pg.ClientBase, statement: pg.QueryConfig): Promise<RawRows> => {
  const query = new RawQuery(statement)
  const { rowCount } = await sendQuery(query, (sent) => client.query(sent))
  return { chunks: query.chunks, count: rowCount ?? 0 }
}

/** Decodes the cells of the row at a position. */
export const decodeRow = (chunk: Buffer, row: number): (string | null)[] => {
  const end = row + readMessageLength(chunk, row)
  const cells: (string | null)[] = []
  let at = row + rowHeadBytes
  while (at < end) {
    const length = chunk.readInt32BE(at)
    at += cellHeadBytes
    cells.push(length < 0 ? null : chunk.toString('utf8', at, at + length))
    if (length > 0) at += length
  }
  return cells
}

/** Decodes all rows. */
export const decodeRows = ({ chunks }: RawRows): (string | null)[][] => {
  const rows: (string | null)[][] = []
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += readMessageLength(chunk, at)) rows.push(decodeRow(chunk, at))
  return rows
}

/** Decodes the last row; undefined if there is none. */
export const decodeLastRow = ({ chunks }: RawRows): (string | null)[] | undefined => {
  const chunk = chunks.at(-1)
  if (!chunk) return undefined
  let row = 0
  for (let next = 0; next < chunk.length; next += readMessageLength(chunk, next)) row = next
  return decodeRow(chunk, row)
}

/** The rows that a function accepts, without copying them. */
export const filterRows = ({ chunks }: RawRows, accepts: (chunk: Buffer, row: number) => boolean): RawRows => {
  const kept: Buffer[] = []
  let count = 0
  for (const chunk of chunks) {
    let start = 0
    let at = 0
    while (at < chunk.length) {
      const end = at + readMessageLength(chunk, at)
      if (accepts(chunk, at)) count += 1
      else {
        if (start < at) kept.push(chunk.subarray(start, at))
        start = end
      }
      at = end
    }
    if (start < at) kept.push(chunk.subarray(start, at))
  }
  return { chunks: kept, count }
}
