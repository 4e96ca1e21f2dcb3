const [quote, backslash] = [0x22, 0x5c]

/**
 * Finds the position after the string literal that starts at a position of a JSON text, or the end of the text if the
 * literal is not closed. Takes time proportional to the literal's length.
 */
export const findLiteralEnd = (json: string, start: number): number => {
  // Most literals have no escaped quote: searching for a quote is faster than reading each character.
  const end = json.indexOf('"', start + 1)
  if (end < 0) return json.length
  if (json.charCodeAt(end - 1) !== backslash) return end + 1
  for (let at = start + 1; at < json.length; at += 1) {
    const code = json.charCodeAt(at)
    if (code === quote) return at + 1
    if (code === backslash) at += 1
  }
  return json.length
}
