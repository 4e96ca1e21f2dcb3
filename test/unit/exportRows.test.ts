import { describe, expect, test } from 'vitest'
import { decodeRows, filterRows } from '../../src/db/rawRows.ts'
import { rowType, splitMessages } from '../../src/db/splitMessages.ts'
import type { ExportColumn } from '../../src/db/sql/exportColumn.ts'
import { type ColumnType, optional } from '../../src/db/sql/table.ts'
import { guardText, writeCell } from '../../src/export/cell.ts'
import { exportFormats } from '../../src/export/formats.ts'
import { makeRowWriter } from '../../src/export/rowWriter.ts'

type Row = readonly (string | null)[]

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

const numberOf = (value: number, bytes: 2 | 4): Buffer => {
  const written = Buffer.alloc(bytes)
  written.writeIntBE(value, 0, bytes)
  return written
}

const rowMessage = (row: Row): Buffer => {
  const cells = row.map((cell) =>
    cell === null ? numberOf(-1, 4) : Buffer.concat([numberOf(Buffer.byteLength(cell), 4), Buffer.from(cell)]),
  )
  return message('D', Buffer.concat([numberOf(row.length, 2), ...cells]))
}

const column = (name: string, type: ColumnType): ExportColumn => ({ name, column: optional(name, type) })

const write = (
  name: 'csv' | 'ndjson',
  columns: readonly ExportColumn[],
  rows: readonly Row[],
  { raw = false, capacity = 64 } = {},
): string => {
  const writer = makeRowWriter(exportFormats[name], columns, { raw }, capacity)
  const parts = rows.map((row) => {
    // A message that does not begin its chunk.
    const before = rowMessage(['before'])
    writer.write(Buffer.concat([before, rowMessage(row)]), before.length)
    return writer.take()
  })
  return Buffer.concat(parts).toString()
}

// Each character at each position of a word of four bytes, in texts that end at each position.
const characters = ['"', ',', '\n', '\r', '\\', '\0', '\u001F', ' ', '!', '#', '=', "'", '-', '\u007F', 'é', '＝', '😀']
const texts = [
  '',
  ...characters.flatMap((character) =>
    Array.from({ length: 9 }, (_, before) =>
      Array.from({ length: 6 }, (_, after) => `${'a'.repeat(before)}${character}${'z'.repeat(after)}`),
    ).flat(),
  ),
]

describe('every text', () => {
  const columns = [column('a', 'text'), column('b', 'text')]

  test.each([false, true])('in CSV, raw: %s', (raw) => {
    const cell = (text: string) => writeCell(raw ? text : guardText(text))
    expect(
      write(
        'csv',
        columns,
        texts.map((text) => [text, text]),
        { raw },
      ),
    ).toBe(texts.map((text) => `${cell(text)},${cell(text)}\n`).join(''))
  })

  test('in NDJSON', () => {
    expect(
      write(
        'ndjson',
        columns,
        texts.map((text) => [text, null]),
      ),
    ).toBe(texts.map((text) => `${JSON.stringify({ a: text, b: null })}\n`).join(''))
  })
})

test('values of other types', () => {
  const columns = [column('i', 'int'), column('f', 'float'), column('t', 'time'), column('b', 'boolean')]
  const rows: readonly Row[] = [
    ['-12', '1.5e-05', '2026-05-01 01:02:03+00', 't'],
    ['0', '-0', '2026-05-01 01:02:03.04+00', 'f'],
    ['7', 'NaN', '0001-01-01 00:00:00.123456+00', null],
    [null, '-Infinity', null, 't'],
  ]
  expect(write('csv', columns, rows)).toBe(
    '-12,0.000015,2026-05-01 01:02:03,True\n' +
      '0,0,2026-05-01 01:02:03,False\n' +
      '7,NaN,0001-01-01 00:00:00,\n' +
      ',-Infinity,,True\n',
  )
  expect(write('ndjson', columns, rows)).toBe(
    '{"i":-12,"f":1.5e-05,"t":"2026-05-01T01:02:03.000Z","b":true}\n' +
      '{"i":0,"f":-0,"t":"2026-05-01T01:02:03.040Z","b":false}\n' +
      '{"i":7,"f":null,"t":"0001-01-01T00:00:00.123Z","b":null}\n' +
      '{"i":null,"f":null,"t":null,"b":true}\n',
  )
})

test('messages are split alike, in chunks of any size', () => {
  const rows: readonly Row[] = [
    ['a', null],
    ['', 'long'.repeat(50)],
    ['ü', 'x'],
    ['z', 'last'],
  ]
  const [first, second, ...others] = rows.map(rowMessage)
  const ready = message('Z', Buffer.from('I'))
  const notice = message('N', Buffer.from('afterwards'))
  const sent = [message('T', Buffer.from('columns')), first, second, message('S', Buffer.alloc(0)), ...others]
  const stream = Buffer.concat([...sent, ready, notice].flatMap((part) => part ?? []))
  for (let size = 1; size <= stream.length; size += 1) {
    const chunks: Buffer[] = []
    let types = ''
    let rest = Buffer.alloc(0)
    let hasEnded = false
    const split = splitMessages((type, messages) => {
      if (type === 'Z'.charCodeAt(0)) return true
      if (type === rowType) chunks.push(messages)
      else types += String.fromCharCode(type)
      return false
    })
    for (let at = 0; at < stream.length; at += size) {
      const chunk = stream.subarray(at, at + size)
      const after: Buffer | undefined = hasEnded ? chunk : split(chunk)
      hasEnded ||= after !== undefined
      rest = Buffer.concat([rest, after ?? Buffer.alloc(0)])
    }
    expect(decodeRows({ chunks, count: rows.length })).toEqual(rows)
    expect(types).toBe('TS')
    expect(rest.equals(Buffer.concat([ready, notice]))).toBe(true)
    let index = 0
    const kept = filterRows({ chunks, count: rows.length }, () => index++ % 2 === 1)
    expect(kept.count).toBe(2)
    expect(decodeRows(kept)).toEqual([rows[1], rows[3]])
  }
})
