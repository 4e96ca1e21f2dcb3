import { ExpectedError } from './errors.ts'
import { type Scope, scopes } from './scopes.ts'

/** Who sent a request, and what they may do. */
export interface Caller {
  /** How they authenticated; `open`: authentication is not required, `anonymous`: they did not. */
  readonly kind: 'open' | 'anonymous' | 'jwt' | 'token'
  /** The user or token, by its name. */
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
}

/** The caller if authentication is not required: has all scopes. */
export const everyone: Caller = { kind: 'open', name: 'everyone', scopes: new Set(scopes) }

/** The caller without a token if one is required: has no scopes. */
export const nobody: Caller = { kind: 'anonymous', name: 'anonymous', scopes: new Set() }

/**
 * Requires a scope.
 * @throws UNAUTHENTICATED for a caller without a token, FORBIDDEN for one whose token lacks the scope, which is named.
 */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (caller.scopes.has(scope)) return
  requireCaller(caller)
  throw new ExpectedError(
    'FORBIDDEN',
    `The scope ${scope} is required. The ${caller.kind === 'token' ? 'token' : 'user'} ${JSON.stringify(caller.name)} has ${[...caller.scopes].join(', ') || 'none'}.`,
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
