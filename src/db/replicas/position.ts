/** A position in the write-ahead log of a database, as a number that can be compared. */
export type LogPosition = bigint

/**
 * Parses a position in the text format of PostgreSQL, e.g. `16/B374D848`.
 * @throws Error for another format: a programming mistake.
 */
export const parsePosition = (text: string): LogPosition => {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? []
  if (high === undefined || low === undefined) throw new Error(`${text} is not a position in the write-ahead log`)
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

/** Formats a position as PostgreSQL does. */
export const formatPosition = (position: LogPosition): string =>
  `${(position >> 32n).toString(16)}/${(position & 0xffff_ffffn).toString(16)}`.toUpperCase()
