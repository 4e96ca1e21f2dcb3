import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import type { ApiToken } from '../../db/generated/client.ts'
import type { Caller } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { readScopes } from '../../shared/scopes.ts'
import { findToken, findTokensById, insertToken, type TokenRequest } from './queries.ts'

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

/** Maximum number of tokens that are looked up by one statement. */
const maxTokens = 1000

/** A hash for unknown tokens, so that the comparison takes as long as with a stored hash. */
const noHash = hashOf('')

/** What is known of a token that was used. */
export type UsedToken = Pick<ApiToken, 'id' | 'lastUsedAt'>

/** Called with accepted tokens that are used. */
export type NoteUses = (tokens: readonly UsedToken[], now: Date) => void

/** The public part of a token, by which it is found; undefined for a text that is not a token. */
const idOf = (token: string): string | undefined => pattern.exec(token)?.[1]

/**
 * Verifies an API token.
 * @throws UNAUTHENTICATED for a token that is unknown, revoked or expired.
 */
export const verifyToken = async (prisma: Db, token: string, now: Date, noteUses: NoteUses): Promise<Caller> => {
  const id = idOf(token)
  const stored = id === undefined ? null : await findToken(prisma, id)
  const caller = judgeToken(token, stored, now)
  if (stored) noteUses([stored], now)
  return caller
}

/** What the verification of many tokens reports. */
export interface VerificationReports {
  readonly noteUses: NoteUses
  /** Called with the failure to verify one of the tokens. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Verifies many API tokens, a thousand in one statement.
 * @returns the caller of each token, or why it is not accepted; nothing for one that could not be verified.
 */
export const verifyTokens = async (
  prisma: Db,
  tokens: readonly string[],
  now: Date,
  { noteUses, onFailure }: VerificationReports,
): Promise<ReadonlyMap<string, Caller | ExpectedError>> => {
  const results = new Map<string, Caller | ExpectedError>()
  for (let at = 0; at < tokens.length; at += maxTokens) {
    const some = tokens.slice(at, at + maxTokens)
    const stored = await findTokensById(
      prisma,
      some.flatMap((token) => idOf(token) ?? []),
    )
    const byId = new Map(stored.map((one) => [one.id, one]))
    const used: ApiToken[] = []
    for (const token of some)
      try {
        const found = byId.get(idOf(token) ?? '')
        results.set(token, judgeToken(token, found, now))
        if (found) used.push(found)
      } catch (error) {
        if (error instanceof ExpectedError) results.set(token, error)
        else onFailure(error)
      }
    noteUses(used, now)
  }
  return results
}

const judgeToken = (token: string, stored: ApiToken | null | undefined, now: Date): Caller => {
  const matches = timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(stored?.hash ?? noHash))
  if (!stored || !matches) throw new ExpectedError('UNAUTHENTICATED', 'The API token is unknown.')
  if (stored.revokedAt) throw new ExpectedError('UNAUTHENTICATED', 'The API token has been revoked.')
  if (stored.expiresAt && stored.expiresAt <= now)
    throw new ExpectedError('UNAUTHENTICATED', 'The API token has expired.')
  const { name, scopes, expiresAt } = stored
  return { kind: 'token', name, scopes: readScopes(scopes), ...(expiresAt ? { expiresAt } : {}) }
}
