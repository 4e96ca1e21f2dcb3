import type { Logger } from 'pino'
import type { AccessSettings } from '../../config/access.ts'
import type { Db } from '../../db/client.ts'
import { anonymousCaller, type Caller, everyone } from '../../shared/caller.ts'
import { hour } from '../../shared/duration.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { makeInterval } from './interval.ts'
import { makeJwtVerifier } from './jwt.ts'
import { looksLikeToken, verifyToken, verifyTokens } from './tokens.ts'
import { makeUseNotes } from './uses.ts'

/** Determines the caller of a request from its `Authorization` header. */
export type Authenticate = (authorization: string | null) => Promise<Caller>

/** Looks API tokens up again: their callers, or why they are not accepted any more. */
export type RecheckTokens = (tokens: readonly string[]) => Promise<ReadonlyMap<string, Caller | ExpectedError>>

/** The authentication of callers. */
export interface Authenticator {
  readonly authenticate: Authenticate
  readonly recheckTokens: RecheckTokens
}

/** The token of an `Authorization` header; undefined if it has another form. */
export const tokenOf = (authorization: string): string | undefined => /^Bearer +([^\s]+)$/i.exec(authorization)?.[1]

/**
 * Creates the authentication of callers. A caller without a header is anonymous. If authentication is not required, the
 * header is not read.
 * @throws UNAUTHENTICATED, when called, for a token that is not accepted.
 */
export const makeAuthenticator = (
  prisma: Db,
  access: AccessSettings,
  now: () => Date,
  logger: Logger,
): Authenticator => {
  const noteUses = makeUseNotes(prisma, logger)
  const isLogDue = makeInterval(hour)
  const onFailure = (error: unknown) => {
    if (isLogDue(now())) logger.error({ err: error }, 'an API token could not be checked again')
  }
  const recheckTokens: RecheckTokens = (tokens) => verifyTokens(prisma, tokens, now(), { noteUses, onFailure })
  if (access.mode !== 'required') return { authenticate: async () => everyone, recheckTokens }
  const verifyJwt = makeJwtVerifier(access, now, logger)
  return {
    authenticate: async (authorization) => {
      if (authorization === null) return anonymousCaller
      const token = tokenOf(authorization)
      if (token === undefined)
        throw new ExpectedError('UNAUTHENTICATED', 'The header Authorization must have the form: Bearer <token>')
      return looksLikeToken(token) ? verifyToken(prisma, token, now(), noteUses) : verifyJwt(token)
    },
    recheckTokens,
  }
}
