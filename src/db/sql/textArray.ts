/** The object id of PostgreSQL's type `text`. */
const textType = 25
const headerBytes = 20
const isNull = -1

/**
 * Encodes texts as a value of the type `text[]` in PostgreSQL's binary format, which the driver sends as it is. In the
 * text format that the driver uses for arrays, each quote and backslash is escaped by a copy of the text, which takes
 * seconds for texts of megabytes.
 * @see https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/arrayfuncs.c (`array_recv`)
 */
export const encodeTextArray = (texts: readonly (string | null | undefined)[]): Buffer => {
  const lengths = texts.map((text) => (text == null ? isNull : Buffer.byteLength(text)))
  const bytes = lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), headerBytes)
  const array = Buffer.allocUnsafe(bytes)
  // One dimension, whether there are nulls, the type, the length and the first index.
  let end = 0
  for (const header of [1, lengths.includes(isNull) ? 1 : 0, textType, texts.length, 1])
    end = array.writeInt32BE(header, end)
  for (const [index, text] of texts.entries()) {
    const length = lengths[index] ?? isNull
    end = array.writeInt32BE(length, end)
    if (text != null) end += array.write(text, end, length, 'utf8')
  }
  return array
}
