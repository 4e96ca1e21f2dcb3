import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose'
import type { Logger } from 'pino'
import type { AccessSettings } from '../../config/access.ts'
import type { Caller } from '../../shared/caller.ts'
import { minute } from '../../shared/duration.ts'
import { ExpectedError, tryAgain } from '../../shared/errors.ts'
import { once } from '../../shared/once.ts'
import { readScopes, type Scope } from '../../shared/scopes.ts'
import { makeInterval } from './interval.ts'

/**
 * Algorithms with public keys. Algorithms with a shared secret are excluded, since a public key must never be used as a
 * secret.
 */
const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Seconds by which the issuer's clock may be ahead when a token becomes valid. Expiration has no tolerance. */
const clockTolerance = 5

const makeTokenError = (reason: string): ExpectedError =>
  new ExpectedError('UNAUTHENTICATED', `The token is not accepted: ${reason}`)

/** Verifies a signed token. Returns its caller, or throws UNAUTHENTICATED with the reason. */
export type VerifyJwt = (token: string) => Promise<Caller>

/** Creates the verification of signed tokens. Each kind of key accepts its own algorithms only. */
export const makeJwtVerifier = (
  { jwtSecret, jwksUrl, jwtIssuer, jwtAudience }: AccessSettings,
  now: () => Date,
  logger: Logger,
): VerifyJwt => {
  const secret = jwtSecret === undefined ? undefined : once(() => importSecret(jwtSecret))
  const keys = jwksUrl === undefined ? undefined : makeKeySet(jwksUrl, now, logger)
  const options: JWTVerifyOptions = {
    clockTolerance,
    requiredClaims: ['exp'],
    ...(jwtIssuer === undefined ? {} : { issuer: jwtIssuer }),
    ...(jwtAudience === undefined ? {} : { audience: jwtAudience }),
  }
  return async (token) => {
    const algorithm = readAlgorithm(token)
    try {
      const currentDate = now()
      if (secret && algorithm === 'HS256') {
        const { payload } = await jwtVerify(token, await secret(), { ...options, currentDate, algorithms: ['HS256'] })
        return callerOf(checkEnd(payload, currentDate), true)
      }
      if (keys && asymmetric.includes(algorithm)) {
        const payload = await verifyByKeys(token, keys, { ...options, currentDate, algorithms: asymmetric })
        return callerOf(checkEnd(payload, currentDate), false)
      }
    } catch (error) {
      throw explain(error)
    }
    throw makeTokenError('no key is configured for its signature algorithm')
  }
}

const importSecret = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])

/** Milliseconds between two log lines about keys that are unavailable. */
const logInterval = minute

/** Creates the look-up of public keys. Unavailable keys are logged, at most once a minute. */
const makeKeySet = (url: string, now: () => Date, logger: Logger): JWTVerifyGetKey => {
  const findKey = createRemoteJWKSet(new URL(url))
  const isLogDue = makeInterval(logInterval)
  return async (header, token) => {
    try {
      return await findKey(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      if (isLogDue(now())) logger.warn({ err: error }, 'the keys to verify tokens are unavailable')
      throw tryAgain(
        'SERVICE_UNAVAILABLE',
        'The keys to verify tokens are temporarily unavailable. Try again later.',
        5,
      )
    }
  }
}

/** Verifies a token with the key that it names, or with each matching key if it names none. */
const verifyByKeys = async (token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> => {
  try {
    return (await jwtVerify(token, keys, options)).payload
  } catch (several) {
    if (!(several instanceof errors.JWKSMultipleMatchingKeys)) throw several
    for await (const key of several) {
      const verified = await jwtVerify(token, key, options).catch((error: unknown) => {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
      })
      if (verified) return verified.payload
    }
    throw new errors.JWSSignatureVerificationFailed()
  }
}

const checkEnd = (payload: JWTPayload, now: Date): JWTPayload => {
  if (payload.exp !== undefined && payload.exp * 1000 > now.getTime()) return payload
  throw makeTokenError('it has expired')
}

const readAlgorithm = (token: string): string => {
  try {
    return decodeProtectedHeader(token).alg ?? ''
  } catch {
    throw makeTokenError('it is neither a signed token (JWT) nor an API token')
  }
}

const explain = (error: unknown): unknown => {
  if (error instanceof errors.JWTExpired) return makeTokenError('it has expired')
  if (error instanceof errors.JWTClaimValidationFailed)
    return makeTokenError(
      error.claim === 'nbf' && error.reason === 'check_failed'
        ? 'it is not valid yet'
        : `its claim ${error.claim} is missing or invalid`,
    )
  return error instanceof errors.JOSEError ? makeTokenError('its signature is invalid') : error
}

/** LangBot's tokens have no scopes. Its users can read everything in LangBot, and therefore also here. */
const langbotScopes: ReadonlySet<Scope> = new Set(['read', 'export'])

const callerOf = (payload: JWTPayload, bySecret: boolean): Caller => ({
  kind: 'jwt',
  name: nameOf(payload),
  scopes: scopesOf(payload, bySecret),
  ...(payload.exp === undefined ? {} : { expiresAt: new Date(payload.exp * 1000) }),
})

const nameOf = ({ sub, user }: JWTPayload): string => {
  const name = sub ?? user
  return typeof name === 'string' ? name.slice(0, 255) : 'unnamed'
}

const scopesOf = ({ scope, iss }: JWTPayload, bySecret: boolean): ReadonlySet<Scope> => {
  if (typeof scope === 'string') return readScopes(scope)
  if (Array.isArray(scope)) return readScopes(scope.join(' '))
  return bySecret && scope === undefined && typeof iss === 'string' && iss.startsWith('LangBot-')
    ? langbotScopes
    : new Set()
}
