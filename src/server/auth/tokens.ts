import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import type { ApiToken } from '../../db/generated/client.ts'
import type { Caller } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { readScopes } from '../../shared/scopes.ts'
import { findToken, insertToken, type TokenRequest } from './queries.ts'

/** The prefix of every API token, which makes tokens recognizable wherever they appear. */
const prefix = 'blt_'
const pattern = /^blt_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/

/** Whether a text has the prefix of an API token. */
export const looksLikeToken = (text: string): boolean => text.startsWith(prefix)

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * Creates an API token from a public part, by which it is found, and 32 random bytes. Only its hash is stored.
 * @returns the token, which cannot be shown again; undefined if a token with that name is in use.
 */
export const createToken = async (prisma: Db, request: TokenRequest, now: Date): Promise<string | undefined> => {
  const id = randomBytes(8).toString('hex')
  const token = `${prefix}${id}_${randomBytes(32).toString('base64url')}`
  const added = await insertToken(prisma, { id, hash: hashOf(token), createdAt: now, ...request })
  return added ? token : undefined
}

/** A hash for unknown tokens, so that the comparison takes as long as with a stored hash. */
const noHash = hashOf('')

/** Called with each use of an accepted token. */
export type NoteUse = (token: Pick<ApiToken, 'id' | 'lastUsedAt'>, now: Date) => void

/**
 * Verifies an API token.
 * @throws UNAUTHENTICATED for a token that is unknown, revoked or expired.
 */
export const verifyToken = async (prisma: Db, token: string, now: Date, noteUse: NoteUse): Promise<Caller> => {
  const id = pattern.exec(token)?.[1]
  const stored = id === undefined ? undefined : await findToken(prisma, id)
  const matches = timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(stored?.hash ?? noHash))
  if (!stored || !matches) throw new ExpectedError('UNAUTHENTICATED', 'The API token is unknown.')
  if (stored.revokedAt) throw new ExpectedError('UNAUTHENTICATED', 'The API token has been revoked.')
  if (stored.expiresAt && stored.expiresAt <= now)
    throw new ExpectedError('UNAUTHENTICATED', 'The API token has expired.')
  noteUse(stored, now)
  const { name, scopes, expiresAt } = stored
  return { kind: 'token', name, scopes: readScopes(scopes), ...(expiresAt ? { expiresAt } : {}) }
}
