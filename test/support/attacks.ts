/** A text repeated with its index, separated by blanks. */
export const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ')

/** Fragments that each use the next one twice: 2^count fields from a short document. */
export const bomb = (count: number, below: string): string =>
  `{ sessions { nodes { ...F0 } } } ${repeat(count, (i) => `fragment F${i} on Session { a${i}: id ...F${i + 1} ...F${i + 1} }`)} fragment F${count} on Session { ${below} }`

/** Fields that stand in each other so deep. */
export const nested = (depth: number, open: string, inside: string): string =>
  `${open.repeat(depth)}${inside}${'}'.repeat(depth)}`

/** Variables of a filter that stand in each other so deep, as text. */
export const deepVariables = (depth: number): string => `{"f":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}}`
