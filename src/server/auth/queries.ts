import sql from 'sql-template-tag'
import type { Queryable } from '../../db/queryable.ts'
import type { ApiToken } from '../../db/generated/client.ts'
import type { Scope } from '../../shared/scopes.ts'
import { formatTime } from '../../shared/time.ts'

const columns = sql`
  id, name, hash, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
  last_used_at AS "lastUsedAt"`

/** What a new token is made with. */
export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
}

/** A new token, as it is stored. */
export type NewToken = TokenRequest & Pick<ApiToken, 'id' | 'hash' | 'createdAt'>

/** Stores a token, unless one of its name is in use: neither revoked nor expired. */
export const insertToken = async (
  db: Queryable,
  { id, name, hash, scopes, createdAt, expiresAt }: NewToken,
): Promise<boolean> => {
  const created = formatTime(createdAt)
  const added = await db.execute(sql`
    INSERT INTO botlens_tokens (id, name, hash, scopes, created_at, expires_at)
    SELECT ${id}, ${name}, ${hash}, ${scopes.join(' ')}, ${created}::timestamptz,
      ${expiresAt && formatTime(expiresAt)}::timestamptz
    WHERE NOT EXISTS (
      SELECT FROM botlens_tokens
      WHERE name = ${name} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${created}::timestamptz))`)
  return added === 1
}

/** The token with an id; undefined where there is none. */
export const findToken = async (db: Queryable, id: string): Promise<ApiToken | undefined> => {
  const [token] = await db.query<ApiToken>(sql`SELECT ${columns} FROM botlens_tokens WHERE id = ${id}`)
  return token
}

/** All tokens, the newest first. */
export const findTokens = (db: Queryable): Promise<ApiToken[]> =>
  db.query<ApiToken>(sql`SELECT ${columns} FROM botlens_tokens ORDER BY created_at DESC, id`)

/** Revokes the tokens with a name or id, and tells how many there were that were not revoked yet. */
export const revokeTokens = (db: Queryable, nameOrId: string, now: Date): Promise<number> =>
  db.execute(sql`
    UPDATE botlens_tokens SET revoked_at = ${formatTime(now)}::timestamptz
    WHERE (name = ${nameOrId} OR id = ${nameOrId}) AND revoked_at IS NULL`)

/** Notes when a token was last used. */
export const noteTokenUse = async (db: Queryable, id: string, now: Date): Promise<void> => {
  await db.execute(sql`UPDATE botlens_tokens SET last_used_at = ${formatTime(now)}::timestamptz WHERE id = ${id}`)
}
