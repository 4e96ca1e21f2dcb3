import { ExpectedError } from './errors.ts'
import { type Scope, scopes } from './scopes.ts'

/** Who sent a request, and what they may do. */
export interface Caller {
  /** How they showed who they are; `open`: nobody is asked, `anonymous`: they did not. */
  readonly kind: 'open' | 'anonymous' | 'jwt' | 'token'
  /** The user or token, by its name. */
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
}

/** The caller where nobody has to say who they are: may do everything. */
export const everyone: Caller = { kind: 'open', name: 'everyone', scopes: new Set(scopes) }

/** The caller who gave no token where one is needed: may do nothing. */
export const nobody: Caller = { kind: 'anonymous', name: 'anonymous', scopes: new Set() }

/**
 * Lets a caller with a scope pass.
 * @throws UNAUTHENTICATED for a caller without a token, FORBIDDEN for one whose token lacks the scope, which is named.
 */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (caller.scopes.has(scope)) return
  requireCaller(caller)
  throw new ExpectedError(
    'FORBIDDEN',
    `This needs the scope ${scope}. The ${caller.kind === 'token' ? 'token' : 'user'} ${JSON.stringify(caller.name)} has ${[...caller.scopes].join(', ') || 'none'}.`,
  )
}

/**
 * Lets any caller pass who showed who they are, whatever their scopes.
 * @throws UNAUTHENTICATED for a caller without a token.
 */
export const requireCaller = (caller: Caller): void => {
  if (caller.kind === 'anonymous')
    throw new ExpectedError(
      'UNAUTHENTICATED',
      'No token was given. Send one in the header Authorization: Bearer <token>; `npm run token -- create` makes one.',
    )
}
