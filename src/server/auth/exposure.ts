import type { Config } from '../../config/config.ts'
import { ConfigError } from '../../config/configError.ts'

/** Whether an address is reachable from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)

/**
 * Accepts a server that only this machine can reach, that authenticates callers, or whose authentication is disabled
 * explicitly.
 * @throws ConfigError for a server that would expose chat logs to a network. The message explains how to configure it.
 */
export const checkExposure = ({ host, access }: Pick<Config, 'host' | 'access'>): void => {
  if (access.mode !== 'none' || isLoopback(host)) return
  throw new ConfigError(
    [
      `HOST is ${host}, which other machines can reach, and authentication is not configured: chat logs are personal data.`,
      'Set one of these:',
      '  JWT_SECRET   the secret that signs your users\' tokens; for LangBot, its "jwt.secret"',
      '  JWKS_URL     the URL of the public keys of your login service',
      '  AUTH=on      to accept only API tokens, created with `npm run token -- create`',
      '  AUTH=off     to allow access without authentication',
      'Or leave HOST at 127.0.0.1, which only this machine can reach.',
    ].join('\n'),
  )
}
