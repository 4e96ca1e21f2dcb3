import { cellHeadBytes, rowHeadBytes } from '../db/rawRows.ts'
import { readMessageLength } from '../db/splitMessages.ts'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { type ByteRule, bytesOf, compileRule, copyBytes, copyValue, viewOf } from './byteRule.ts'
import type { ExportFormat, FormatOptions } from './format.ts'

/** Maximum number of bytes of a UTF-16 code unit in UTF-8. */
const bytesPerUnit = 3

/** Writes the rows of an export. */
export interface RowWriter {
  /** The number of bytes that are written and not taken. */
  readonly length: number
  /** Writes the row whose message is at a position. */
  write(chunk: Buffer, row: number): void
  /** Takes the written bytes. */
  take(): Buffer
}

/**
 * Creates the writer of an export's rows.
 * @param capacity the number of bytes to allocate at a time; a longer row increases it.
 */
export const makeRowWriter = (
  format: ExportFormat,
  columns: readonly ExportColumn[],
  options: FormatOptions,
  capacity: number,
): RowWriter => {
  const rules = columns.map((column, index) =>
    compileRule(format.ruleOf(column, options), format.writeKey(column, index)),
  )
  const rowEnd = bytesOf(format.rowEnd)
  // What a row has at most in addition to its values.
  const overhead = rules.reduce((sum, rule) => sum + overheadOf(rule), rowEnd.bytes.length)
  let source = viewOf(Buffer.alloc(0))
  let target = viewOf(Buffer.allocUnsafeSlow(capacity))
  let end = 0

  /** Makes room for a number of bytes after a position. */
  const reserve = (at: number, count: number): void => {
    if (at + count <= target.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * target.bytes.length, at + count))
    target.bytes.copy(larger, 0, 0, at)
    target = viewOf(larger)
  }

  return {
    get length() {
      return end
    },
    write: (chunk, row) => {
      if (source.bytes !== chunk) source = viewOf(chunk)
      const most = readMessageLength(chunk, row) + overhead
      reserve(end, most)
      let out = end
      let at = row + rowHeadBytes
      for (const rule of rules) {
        const length = source.view.getInt32(at)
        at += cellHeadBytes
        out = copyBytes(rule.key, target, out)
        if (length < 0) {
          out = copyBytes(rule.absent, target, out)
          continue
        }
        const copied = copyValue(rule, source, at, length, target, out)
        if (copied >= 0) out = copied
        else {
          const text = rule.convert(chunk.toString('utf8', at, at + length))
          reserve(out, bytesPerUnit * text.length + most)
          out += target.bytes.write(text, out)
        }
        at += length
      }
      end = copyBytes(rowEnd, target, out)
    },
    take: () => {
      const taken = target.bytes.subarray(0, end)
      target = viewOf(Buffer.allocUnsafeSlow(capacity))
      end = 0
      return taken
    },
  }
}

const overheadOf = ({ key, absent, quote }: ByteRule): number =>
  key.bytes.length + absent.bytes.length + 2 * quote.bytes.length
