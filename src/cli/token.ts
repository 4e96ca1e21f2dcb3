import type { Config } from '../config/config.ts'
import type { Db } from '../db/client.ts'
import type { ApiToken } from '../db/generated/client.ts'
import { nameLength } from '../db/sql/table.ts'
import { findTokens, revokeTokens } from '../server/auth/queries.ts'
import { createToken } from '../server/auth/tokens.ts'
import { maxYears, parseDuration } from '../shared/duration.ts'
import { quote } from '../shared/errors.ts'
import { findUnknownScopes, readScopes, scopes } from '../shared/scopes.ts'
import { CommandError } from './failure.ts'
import { openForCommand } from './openDatabase.ts'
import { formatTable } from './table.ts'

/** The options of `token create`. */
export interface CreateOptions {
  readonly name: string
  /** Comma-separated scopes, one entry per use of the option. */
  readonly scope: readonly string[]
  readonly expires: string
}

const withDatabase = async <Result>(config: Config, work: (prisma: Db) => Promise<Result>): Promise<Result> => {
  const db = await openForCommand(config)
  try {
    return await work(db.prisma)
  } finally {
    await db.close()
  }
}

/**
 * The time at which a token with a lifetime such as `90d` expires; null for `never`.
 * @throws CommandError for anything else.
 */
const readExpiry = (text: string, now: Date): Date | null => {
  if (text === 'never') return null
  const lifetime = parseDuration(text)
  if (lifetime === undefined)
    throw new CommandError(
      `--expires must be a duration such as 12h, 90d, 26w or 1y, at most ${maxYears}y, or never, not ${quote(text)}`,
    )
  return new Date(now.getTime() + lifetime)
}

/** Creates an API token and prints it. It cannot be shown again. */
export const runTokenCreate = async (config: Config, { name, scope: given, expires }: CreateOptions): Promise<void> => {
  const scope = given.join(',')
  const now = new Date()
  const expiresAt = readExpiry(expires, now)
  const [unknown] = findUnknownScopes(scope)
  if (unknown !== undefined)
    throw new CommandError(`--scope accepts ${scopes.join(', ')}, separated by commas, not ${JSON.stringify(unknown)}`)
  if (name.trim() === '' || name.length > nameLength)
    throw new CommandError(`--name must have 1 to ${nameLength} characters`)
  const token = await withDatabase(config, (prisma) =>
    createToken(prisma, { name, scopes: [...readScopes(scope)], expiresAt }, now),
  )
  if (!token)
    throw new CommandError(`A token named ${JSON.stringify(name)} already exists: revoke it, or choose another name.`)
  console.error(
    `The token ${JSON.stringify(name)} ${describeEnd(expiresAt)}. It is shown only once; the server stores its hash:`,
  )
  console.log(token)
}

const describeEnd = (expiresAt: Date | null): string =>
  expiresAt ? `is valid until ${expiresAt.toISOString()}` : 'is valid until it is revoked'

/** Prints all tokens, without their secrets. */
export const runTokenList = async (config: Config): Promise<void> => {
  const now = new Date()
  const tokens = await withDatabase(config, findTokens)
  if (tokens.length === 0) console.log('There are no tokens. Create one with: npm run token -- create --name grafana')
  else console.log(formatTable(tokens.map((token) => describeToken(token, now))))
}

const describeToken = (
  { id, name, scopes: allowed, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiToken,
  now: Date,
) => ({
  id,
  name,
  scopes: allowed.replaceAll(' ', ',') || 'none',
  state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : 'active',
  created: createdAt.toISOString(),
  expires: expiresAt?.toISOString() ?? 'never',
  'last used': lastUsedAt?.toISOString() ?? 'never',
})

/** Revokes a token by its name or id. */
export const runTokenRevoke = async (config: Config, nameOrId: string): Promise<void> => {
  const revoked = await withDatabase(config, (prisma) => revokeTokens(prisma, nameOrId, new Date()))
  if (revoked === 0) throw new CommandError(`There is no active token with the name or id ${JSON.stringify(nameOrId)}.`)
  console.log(`Revoked the token ${JSON.stringify(nameOrId)}. The server rejects it from now on.`)
}
