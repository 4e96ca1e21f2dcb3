/** Parses the search parameters of a URL. A name that occurs more than once has a list of texts. */
export const parseSearchText = (text: string): Record<string, string | string[]> => {
  const given = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** Writes search parameters for a URL. Parameters that are undefined or null are left out. */
export const writeSearchText = (search: Readonly<Record<string, unknown>>): string => {
  const text = new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter((item) => item !== undefined && item !== null && item !== '')
        .map((item) => [name, String(item)]),
    ),
  ).toString()
  return text === '' ? '' : `?${text}`
}
