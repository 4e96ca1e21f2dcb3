/** A pattern of texts that a spreadsheet could interpret as a formula, including leading apostrophes. */
export const formulaPattern = "'*[=+\\-@\\t\\r\\n\\0＝＋－＠]"

/** The first bytes of texts that match {@link formulaPattern}, and of others: a full-width sign begins with 0xEF. */
export const formulaStart = /['=+\-@\t\r\n\0\xEF]/

const formula = new RegExp(`^${formulaPattern}`)

/**
 * Prevents a spreadsheet from interpreting a text as a formula: prefixes it with an apostrophe if it could be one. To
 * restore the original, remove one apostrophe from texts that match {@link formulaPattern} and start with an
 * apostrophe.
 */
export const guardText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** Formats a CSV cell: quoted only if necessary, with `\n` for every line break. */
export const writeCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"` : text

/** Formats a number without exponent or negative zero, with all its digits, as PostgreSQL formats a `numeric`. */
export const writeDecimal = (number: string): string => {
  const [mantissa = '', exponent] = number.split('e')
  if (exponent === undefined) return number === '-0' ? '0' : number
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.')
  const digits = `${whole}${fraction}`
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0')}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
