import type { Config } from '../../config/config.ts'
import { ConfigError } from '../../config/configError.ts'

/** Whether an address is reached from this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)

/**
 * Lets a server start that nobody but this machine reaches, or that knows its callers, or that is open on purpose.
 * @throws ConfigError for a server that would show chat logs to a network; it says how to configure it.
 */
export const checkExposure = ({ host, access }: Pick<Config, 'host' | 'access'>): void => {
  if (access.mode !== 'none' || isLoopback(host)) return
  throw new ConfigError(
    [
      `HOST is ${host}, which other machines reach, and nobody would have to say who they are: chat logs are personal data.`,
      'Set one of these:',
      '  JWT_SECRET   the secret that signs your users\' tokens; for LangBot, its "jwt.secret"',
      '  JWKS_URL     where the public keys of your login service are',
      '  AUTH=on      to take only API tokens, which `npm run token -- create` makes',
      '  AUTH=off     to let everyone in who reaches the address',
      'Or leave HOST at 127.0.0.1, which only this machine reaches.',
    ].join('\n'),
  )
}
