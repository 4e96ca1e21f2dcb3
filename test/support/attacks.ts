/** Joins texts that are created from their index, separated by spaces. */
export const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ')

/** Fragments that each use the next one twice: 2^count fields from a short document. */
export const bomb = (count: number, below: string): string =>
  `{ sessions { nodes { ...F0 } } } ${repeat(count, (i) => `fragment F${i} on Session { a${i}: id ...F${i + 1} ...F${i + 1} }`)} fragment F${count} on Session { ${below} }`

/** Fields nested to the given depth. */
export const nested = (depth: number, open: string, inside: string): string =>
  `${open.repeat(depth)}${inside}${'}'.repeat(depth)}`

/** Filter variables nested to the given depth, as text. */
export const deepVariables = (depth: number): string => `{"f":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}}`
