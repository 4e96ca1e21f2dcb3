import { drawInt, pick, type Random } from '../../../src/demo/random.ts'

/** A modified cursor, or the same one if the modification has no effect. */
export const tamper = (random: Random, cursor: string): string => {
  const at = drawInt(random, 0, cursor.length)
  return pick(random, [
    () => cursor.slice(0, at),
    () => `${cursor.slice(0, at)}A${cursor.slice(at + 1)}`,
    () => cursor + cursor,
    () => encode(parts(cursor).slice(1)),
    () => encode(parts(cursor).map(() => null)),
    () => encode(parts(cursor).with(-1, '\0')),
    () => encode(parts(cursor).with(-1, 'x'.repeat(300))),
    () => encode(parts(cursor).with(1, pick(random, ['NaN', '1e400', -1, 'infinity', '9999-99-99', '9'.repeat(30)]))),
    () => encode({ ...parts(cursor) }),
    () => encode([parts(cursor)]),
  ])()
}

/** The parts of a cursor, such as its order, key and id; the cursor itself if it is not a JSON list. */
const parts = (cursor: string): unknown[] => {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(read) && read.length > 1 ? read : [cursor, cursor]
  } catch {
    return [cursor, cursor]
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
