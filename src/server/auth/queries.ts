import type { Db } from '../../db/client.ts'
import type { ApiToken } from '../../db/generated/client.ts'
import { locks } from '../../db/locks.ts'
import type { Scope } from '../../shared/scopes.ts'

/** What a new token is created with. */
export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
}

/** A new token, as it is stored. */
export type NewToken = TokenRequest & Pick<ApiToken, 'id' | 'hash' | 'createdAt'>

/** Stores a token, unless one of its name is in use: neither revoked nor expired. */
export const insertToken = (prisma: Db, { scopes, ...token }: NewToken): Promise<boolean> =>
  prisma.$transaction(async (tx) => {
    // Two tokens of one name that are created at the same time must not both find the name free.
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
 * The token with an id; null where there is none. Not `findUnique`: Prisma batches those of different requests into one
 * statement, which would end with any of them.
 */
export const findToken = (prisma: Db, id: string): Promise<ApiToken | null> =>
  prisma.apiToken.findFirst({ where: { id } })

/** All tokens, newest first. */
export const findTokens = (prisma: Db): Promise<ApiToken[]> =>
  prisma.apiToken.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })

/** Revokes the tokens with a name or id. Resolves to the number of tokens that were in use until now. */
export const revokeTokens = async (prisma: Db, nameOrId: string, now: Date): Promise<number> => {
  const { count } = await prisma.apiToken.updateMany({
    where: { OR: [{ name: nameOrId }, { id: nameOrId }], revokedAt: null },
    data: { revokedAt: now },
  })
  return count
}

/** Stores when a token was last used. */
export const noteTokenUse = async (prisma: Db, id: string, now: Date): Promise<void> => {
  await prisma.apiToken.updateMany({ where: { id }, data: { lastUsedAt: now } })
}
