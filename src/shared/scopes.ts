/** What a caller may be allowed: scopes are independent, none includes another. */
export const scopes = ['read', 'export', 'record', 'admin'] as const

/** One thing that a caller may be allowed. */
export type Scope = (typeof scopes)[number]

const isScope = (name: string): name is Scope => (scopes as readonly string[]).includes(name)

/** The scopes in a list of names separated by spaces or commas; other names are ignored. */
export const readScopes = (names: string): ReadonlySet<Scope> => new Set(names.split(/[\s,]+/).filter(isScope))

/** The names in a list that are no scopes. */
export const findUnknownScopes = (names: string): string[] =>
  names.split(/[\s,]+/).filter((name) => name !== '' && !isScope(name))
