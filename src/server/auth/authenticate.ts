import type { Logger } from 'pino'
import type { AccessSettings } from '../../config/access.ts'
import type { Db } from '../../db/client.ts'
import { anonymousCaller, type Caller, everyone } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { makeJwtVerifier } from './jwt.ts'
import { looksLikeToken, verifyToken } from './tokens.ts'
import { makeUseNotes } from './uses.ts'

/** Determines the caller of a request from its `Authorization` header. */
export type Authenticate = (authorization: string | null) => Promise<Caller>

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
): Authenticate => {
  if (access.mode !== 'required') return async () => everyone
  const noteUse = makeUseNotes(prisma, logger)
  const verifyJwt = makeJwtVerifier(access, now, logger)
  return async (authorization) => {
    if (authorization === null) return anonymousCaller
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1]
    if (token === undefined)
      throw new ExpectedError('UNAUTHENTICATED', 'The header Authorization must have the form: Bearer <token>')
    return looksLikeToken(token) ? verifyToken(prisma, token, now(), noteUse) : verifyJwt(token)
  }
}
