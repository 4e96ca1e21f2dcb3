import { z } from 'zod'
import { absent, isWebUrl, optionalText, optionalWebUrl } from './settingTypes.ts'

/** The fewest bytes of a secret that signs tokens: as many as HS256 has, which RFC 7518 asks for. */
const minSecretBytes = 32

const isOrigin = (value: string): boolean => isWebUrl(value) && new URL(value).origin === value

const readList = (value: string): string[] => value.split(/[\s,]+/).filter((item) => item !== '')

/** The settings of access, as the environment has them. */
export const accessEnvironment = {
  AUTH: z
    .preprocess(absent, z.enum(['on', 'off'], { error: 'on or off' }).optional())
    .describe(
      'on requires a token from each caller, off accepts all callers on any address; on if JWT_SECRET or JWKS_URL is set',
    ),
  JWT_SECRET: z
    .preprocess(
      absent,
      z
        .string()
        .refine((value) => Buffer.byteLength(value) >= minSecretBytes, {
          error: `a secret of at least ${minSecretBytes} bytes, such as \`openssl rand -hex 32\` makes: a shorter one can be guessed`,
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

/** Who may ask, and how they show who they are. */
export interface AccessSettings {
  /** `none`: not configured; `required`: each caller shows a token; `off`: everyone is let in on purpose. */
  readonly mode: 'none' | 'required' | 'off'
  /** The secret of tokens that are signed with HS256. */
  readonly jwtSecret?: string | undefined
  /** Where the public keys of tokens are, that are signed with asymmetric algorithms. */
  readonly jwksUrl?: string | undefined
  /** The only issuer whose tokens are taken; absent: any. */
  readonly jwtIssuer?: string | undefined
  /** The audience that tokens must be made for; absent: any. */
  readonly jwtAudience?: string | undefined
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[]
}

/** Access as it is where nothing is configured. */
export const openAccess: AccessSettings = { mode: 'none', corsOrigins: [] }

type AccessEnvironment = z.infer<z.ZodObject<typeof accessEnvironment>>

/** The settings of access; a key to check tokens with asks for them. */
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
