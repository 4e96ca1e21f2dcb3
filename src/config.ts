import { z } from 'zod'
import { type AccessSettings, accessEnvironment, readAccess } from './access/settings.ts'
import { type Limits, limitsEnvironment, readLimits } from './limits/settings.ts'
import { type OperationsSettings, operationsEnvironment, readOperations } from './operations/settings.ts'
import { type PersistedSettings, persistedEnvironment, readPersisted } from './persisted/settings.ts'
import { absent, wholeNumber } from './shared/settingTypes.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const environmentSchema = z.object({
  DATABASE_URL: z.preprocess(
    absent,
    z
      .string()
      .refine((value) => /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value), {
        error: 'a connection string such as postgresql://user:password@host:5432/database',
      })
      .optional(),
  ),
  DATABASE_POOL_SIZE: wholeNumber(1, 100, 10),
  DATA_DIR: z.preprocess(absent, z.string().default('data')),
  HOST: z.preprocess(absent, z.string().default('127.0.0.1')),
  PORT: wholeNumber(0, 65_535, 4000),
  LOG_LEVEL: z.preprocess(absent, z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('info')),
  ...accessEnvironment,
  ...limitsEnvironment,
  ...operationsEnvironment,
  ...persistedEnvironment,
})

/** How the server is to run, from the environment; every value is valid. */
export interface Config {
  /** The user's own PostgreSQL; absent for the embedded one. */
  readonly databaseUrl: string | undefined
  /** The most connections to PostgreSQL at once. */
  readonly poolSize: number
  /** The folder of the embedded database. */
  readonly dataFolder: string
  /** The address to listen on. */
  readonly host: string
  /** The port to listen on; 0 for any free one. */
  readonly port: number
  readonly logLevel: (typeof logLevels)[number]
  /** Who may ask, and how they show who they are. */
  readonly access: AccessSettings
  /** How much a caller may ask for. */
  readonly limits: Limits
  /** What the server tells of itself. */
  readonly operations: OperationsSettings
  /** Which documents it takes. */
  readonly persisted: PersistedSettings
}

/** Settings that cannot be used: the message names every one, with what was given and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Settings whose value may be a secret, and is therefore not repeated in messages. */
const secrets: readonly string[] = ['DATABASE_URL', 'JWT_SECRET', 'JWKS_URL']

/**
 * Reads the settings of an environment, empty ones as absent.
 * @throws ConfigError with all problems at once.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const { data, error } = environmentSchema.safeParse(environment)
  if (error) {
    const problems = error.issues.map(({ path: [name], message }) => {
      const given = secrets.includes(String(name)) ? '' : `, not ${JSON.stringify(environment[String(name)])}`
      return `  ${String(name)} takes ${message}${given}`
    })
    throw new ConfigError(`The settings cannot be used:\n${problems.join('\n')}`)
  }
  return {
    databaseUrl: data.DATABASE_URL,
    poolSize: data.DATABASE_POOL_SIZE,
    dataFolder: data.DATA_DIR,
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    access: readAccess(data),
    limits: readLimits(data),
    operations: readOperations(data),
    persisted: readPersisted(data),
  }
}

/**
 * Reads the settings of this process, those of a `.env` file in its folder included; what is set already wins.
 * @param defaults for settings that are in neither.
 */
export const readProcessConfig = (defaults: Readonly<Record<string, string>> = {}): Config => {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return readConfig({ ...defaults, ...process.env })
}
