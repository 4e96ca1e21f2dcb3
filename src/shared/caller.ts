import { ExpectedError } from './errors.ts'
import { type Scope, scopes } from './scopes.ts'

/** The caller of a request, with their scopes. */
export interface Caller {
  /** How they authenticated. `open`: authentication is not required; `anonymous`: they sent no token. */
  readonly kind: 'open' | 'anonymous' | 'jwt' | 'token'
  /** The name of the user or token. */
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
  /** When their token expires; undefined for never. */
  readonly expiresAt?: Date
}

/** The caller if authentication is not required, with all scopes. */
export const everyone: Caller = { kind: 'open', name: 'everyone', scopes: new Set(scopes) }

/** The caller without a token if one is required, without scopes. */
export const anonymousCaller: Caller = { kind: 'anonymous', name: 'anonymous', scopes: new Set() }

/**
 * Requires a scope.
 * @throws UNAUTHENTICATED for a caller without a token; FORBIDDEN, with the name of the scope, if the token lacks it.
 */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (caller.scopes.has(scope)) return
  requireCaller(caller)
  throw new ExpectedError(
    'FORBIDDEN',
    `The access scope ${scope} is required. The ${caller.kind === 'token' ? 'token' : 'user'} ${JSON.stringify(caller.name)} has ${[...caller.scopes].join(', ') || 'none'}.`,
  )
}

/**
 * Requires an authenticated caller, with any scopes.
 * @throws UNAUTHENTICATED for a caller without a token.
 */
export const requireCaller = (caller: Caller): void => {
  if (caller.kind === 'anonymous')
    throw new ExpectedError(
      'UNAUTHENTICATED',
      'Authentication is required. Send a token in the header Authorization: Bearer <token>. Create a token with `npm run token -- create`.',
    )
}
