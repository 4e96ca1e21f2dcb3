import { z } from 'zod'
import { absent, isWebUrl, optionalText, optionalWebUrl, readList } from './settingTypes.ts'

/** Minimum number of bytes of an HS256 secret: the output size of SHA-256, as RFC 7518 requires. */
const minSecretBytes = 32

const isOrigin = (value: string): boolean => isWebUrl(value) && new URL(value).origin === value

/** The environment variables of authentication. */
export const accessEnvironment = {
  AUTH: z
    .preprocess(absent, z.enum(['on', 'off'], { error: 'on or off' }).optional())
    .describe(
      'on requires a token from each caller, off disables authentication on any address; by default on if JWT_SECRET or JWKS_URL is set',
    ),
  JWT_SECRET: z
    .preprocess(
      absent,
      z
        .string()
        .refine((value) => Buffer.byteLength(value) >= minSecretBytes, {
          error: `a secret of at least ${minSecretBytes} bytes, such as the output of \`openssl rand -hex 32\`: a shorter one can be guessed`,
        })
        .optional(),
    )
    .describe('Secret of tokens signed with HS256, at least 32 bytes'),
  JWKS_URL: optionalWebUrl('https://login.example.com/jwks.json').describe(
    'URL of the public keys of tokens signed with asymmetric algorithms',
  ),
  JWT_ISSUER: optionalText().describe('The only accepted issuer of signed tokens'),
  JWT_AUDIENCE: optionalText().describe('The only accepted audience of signed tokens'),
  CORS_ORIGINS: z
    .preprocess(
      absent,
      z
        .string()
        .default('')
        .refine((value) => readList(value).every(isOrigin), {
          error: 'origins separated by commas, such as https://dashboard.example.com',
        })
        .transform(readList),
    )
    .describe('Origins whose pages may send requests and read responses, separated by commas'),
}

/** Settings of authentication. */
export interface AccessSettings {
  /** `none`: not configured; `required`: each caller needs a token; `off`: disabled explicitly. */
  readonly mode: 'none' | 'required' | 'off'
  /** The secret of tokens signed with HS256. */
  readonly jwtSecret?: string | undefined
  /** The URL of the public keys of tokens signed with asymmetric algorithms. */
  readonly jwksUrl?: string | undefined
  /** The required issuer of tokens; undefined for any. */
  readonly jwtIssuer?: string | undefined
  /** The required audience of tokens; undefined for any. */
  readonly jwtAudience?: string | undefined
  /** Origins whose pages may read responses. */
  readonly corsOrigins: readonly string[]
}

/** The settings if nothing is configured. */
export const openAccess: AccessSettings = { mode: 'none', corsOrigins: [] }

type AccessEnvironment = z.infer<z.ZodObject<typeof accessEnvironment>>

/** Reads the settings of authentication. Tokens are required if a key is configured. */
export const readAccess = (env: AccessEnvironment): AccessSettings => {
  const configured = env.AUTH === 'on' || env.JWT_SECRET !== undefined || env.JWKS_URL !== undefined
  return {
    mode: env.AUTH === 'off' ? 'off' : configured ? 'required' : 'none',
    jwtSecret: env.JWT_SECRET,
    jwksUrl: env.JWKS_URL,
    jwtIssuer: env.JWT_ISSUER,
    jwtAudience: env.JWT_AUDIENCE,
    corsOrigins: env.CORS_ORIGINS,
  }
}
