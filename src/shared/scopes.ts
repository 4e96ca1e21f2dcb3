/** The scopes of callers. They are independent: none includes another. */
export const scopes = ['read', 'export', 'record', 'admin'] as const

/** A scope of a caller. */
export type Scope = (typeof scopes)[number]

const isScope = (name: string): name is Scope => (scopes as readonly string[]).includes(name)

/** Parses a list of scopes separated by spaces or commas. Unknown names are ignored. */
export const readScopes = (names: string): ReadonlySet<Scope> => new Set(names.split(/[\s,]+/).filter(isScope))

/** Returns the unknown names in a list of scopes. */
export const findUnknownScopes = (names: string): string[] =>
  names.split(/[\s,]+/).filter((name) => name !== '' && !isScope(name))
