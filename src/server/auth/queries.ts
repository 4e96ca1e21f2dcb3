import type { Db } from '../../db/client.ts'
import type { ApiToken } from '../../db/generated/client.ts'
import { locks } from '../../db/locks.ts'
import { padIds } from '../../db/padIds.ts'
import type { Scope } from '../../shared/scopes.ts'

/** The properties of a token to create. */
export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
}

/** A new token, as it is stored. */
export type NewToken = TokenRequest & Pick<ApiToken, 'id' | 'hash' | 'createdAt'>

/** Stores a token. Returns false if another token with its name is in use, i.e. neither revoked nor expired. */
export const insertToken = (prisma: Db, { scopes, ...token }: NewToken): Promise<boolean> =>
  prisma.$transaction(async (tx) => {
    // Two tokens with the same name that are created concurrently must not both find the name free.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${locks.tokens})`
    const inUse = await tx.apiToken.count({
      where: {
        name: token.name,
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: token.createdAt } }],
      },
    })
    if (inUse > 0) return false
    await tx.apiToken.create({ data: { ...token, scopes: scopes.join(' ') } })
    return true
  })

/**
 * Finds a token by id; null if there is none. Does not use `findUnique`, since Prisma batches such calls of different
 * requests into one statement, which would be cancelled with any of them.
 */
export const findToken = (prisma: Db, id: string): Promise<ApiToken | null> =>
  prisma.apiToken.findFirst({ where: { id } })

/** Finds the tokens with some ids, at most a thousand, in one statement. */
export const findTokensById = (prisma: Db, ids: readonly string[]): Promise<ApiToken[]> =>
  prisma.apiToken.findMany({ where: { id: { in: padIds(ids) } } })

/** All tokens, newest first. */
export const findTokens = (prisma: Db): Promise<ApiToken[]> =>
  prisma.apiToken.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })

/** Revokes the tokens with a name or id. Returns the number of tokens that were in use. */
export const revokeTokens = async (prisma: Db, nameOrId: string, now: Date): Promise<number> => {
  const { count } = await prisma.apiToken.updateMany({
    where: { OR: [{ name: nameOrId }, { id: nameOrId }], revokedAt: null },
    data: { revokedAt: now },
  })
  return count
}

/** Stores when tokens were last used. */
export const noteTokenUses = async (prisma: Db, ids: readonly string[], now: Date): Promise<void> => {
  await prisma.apiToken.updateMany({ where: { id: { in: padIds(ids) } }, data: { lastUsedAt: now } })
}
