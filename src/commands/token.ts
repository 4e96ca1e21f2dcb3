import { findTokens, revokeTokens } from '../access/queries.ts'
import { createToken } from '../access/tokens.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { ApiToken } from '../db/generated/client.ts'
import { openConfigured } from '../db/open.ts'
import { nameLength } from '../db/table.ts'
import { findUnknownScopes, readScopes, scopes } from '../shared/scopes.ts'
import { CommandError } from './failure.ts'

/** What `token create` is told. */
export interface CreateOptions {
  readonly name: string
  /** Lists of scopes, one for each time that the option is given. */
  readonly scope: readonly string[]
  readonly expires: string
}

const withDatabase = async <Result>(config: Config, work: (db: Database) => Promise<Result>): Promise<Result> => {
  const db = await openConfigured(config, (error) => console.error(error.message))
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

const day = 86_400_000
const units: Readonly<Record<string, number>> = { h: day / 24, d: day, w: 7 * day, y: 365 * day }
const maxYears = 100

/**
 * The moment at which a token ends that lives for a time such as `90d`; null for `never`.
 * @throws CommandError for anything else.
 */
const readExpiry = (text: string, now: Date): Date | null => {
  if (text === 'never') return null
  const [, amount, unit = ''] = /^(\d{1,6})([hdwy])$/.exec(text) ?? []
  const duration = Number(amount) * (units[unit] ?? Number.NaN)
  if (!(duration > 0 && duration <= maxYears * 365 * day))
    throw new CommandError(`--expires takes a time such as 12h, 90d, 26w or 1y, or never, not ${JSON.stringify(text)}`)
  return new Date(now.getTime() + duration)
}

/** Makes an API token and prints it, this once. */
export const runTokenCreate = async (config: Config, { name, scope: given, expires }: CreateOptions): Promise<void> => {
  const scope = given.join(',')
  const now = new Date()
  const expiresAt = readExpiry(expires, now)
  const [unknown] = findUnknownScopes(scope)
  if (unknown !== undefined)
    throw new CommandError(`--scope takes ${scopes.join(', ')}, several with commas, not ${JSON.stringify(unknown)}`)
  if (name.trim() === '' || name.length > nameLength)
    throw new CommandError(`--name takes 1 to ${nameLength} characters`)
  const token = await withDatabase(config, (db) =>
    createToken(db, { name, scopes: [...readScopes(scope)], expiresAt }, now),
  )
  if (!token)
    throw new CommandError(`A token named ${JSON.stringify(name)} is in use: revoke it, or choose another name.`)
  console.error(
    `The token ${JSON.stringify(name)}, ${describeEnd(expiresAt)}. It is shown this once; only its hash is stored:`,
  )
  console.log(token)
}

const describeEnd = (expiresAt: Date | null): string =>
  expiresAt ? `good until ${expiresAt.toISOString()}` : 'good until it is revoked'

/** Prints all tokens, without their secrets. */
export const runTokenList = async (config: Config): Promise<void> => {
  const now = new Date()
  const tokens = await withDatabase(config, findTokens)
  if (tokens.length === 0) console.log('There are no tokens. `npm run token -- create --name grafana` makes one.')
  else console.table(tokens.map((token) => describeToken(token, now)))
}

const describeToken = (
  { id, name, scopes: allowed, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiToken,
  now: Date,
) => ({
  id,
  name,
  scopes: allowed || 'none',
  state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : 'good',
  created: createdAt.toISOString(),
  expires: expiresAt?.toISOString() ?? 'never',
  'last used': lastUsedAt?.toISOString() ?? 'never',
})

/** Revokes a token by its name or id. */
export const runTokenRevoke = async (config: Config, nameOrId: string): Promise<void> => {
  const revoked = await withDatabase(config, (db) => revokeTokens(db, nameOrId, new Date()))
  if (revoked === 0) throw new CommandError(`There is no token in use with the name or id ${JSON.stringify(nameOrId)}.`)
  console.log(`Revoked ${JSON.stringify(nameOrId)}: it is refused from now on.`)
}
