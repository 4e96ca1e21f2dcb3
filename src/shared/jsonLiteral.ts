/**
 * Finds the position after the string literal that starts at a position of a JSON text, or the end of the text if the
 * literal is not closed. Takes time proportional to the literal's length.
 */
export const findLiteralEnd = (json: string, start: number): number => {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let first = end
    while (json[first - 1] === '\\') first -= 1
    // An even number of backslashes: they escape each other, not the quote.
    if ((end - first) % 2 === 0) return end + 1
  }
  return json.length
}
