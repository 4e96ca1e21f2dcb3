import { z } from 'zod'
import { isPostgresUrl, readSqlitePath } from '../shared/databaseAddress.ts'
import { isCode } from '../shared/errors.ts'
import { type AccessSettings, accessEnvironment, readAccess } from './access.ts'
import { ConfigError } from './configError.ts'
import { type Limits, limitsEnvironment, readLimits } from './limits.ts'
import { type LiveSettings, liveEnvironment, readLive } from './live.ts'
import { type ObservabilitySettings, observabilityEnvironment, readObservability } from './observability.ts'
import { type PersistedSettings, persistedEnvironment, readPersisted } from './persisted.ts'
import { defaultRecording, type RecordingSettings } from './recording.ts'
import { type ReplicaSettings, readReplicas, replicasEnvironment } from './replicas.ts'
import { absent, flag, optionalWholeNumber, wholeNumber } from './settingTypes.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** All settings as environment variables: how each is parsed, and its description. */
export const environmentSchema = z.object({
  DATABASE_URL: z
    .preprocess(
      absent,
      z
        .string()
        .refine(isPostgresUrl, {
          error: 'a connection string such as postgresql://user:password@host:5432/database',
        })
        .optional(),
    )
    .describe(
      'Connection string of a PostgreSQL database, version 15 or newer; without it, the embedded database is used',
    ),
  DATABASE_POOL_SIZE: wholeNumber(1, 100, 10).describe(
    'Maximum number of connections to that PostgreSQL database, and to each replica',
  ),
  DATA_DIR: z
    .preprocess(absent, z.string().default('data'))
    .describe('Folder of the embedded database, which one process at a time can use; the demo uses data-demo'),
  HOST: z
    .preprocess(
      absent,
      z
        .string()
        .regex(/^[\w.:%-]+$/, {
          error: 'an IP address or host name of this machine, such as 127.0.0.1, 0.0.0.0, :: or localhost',
        })
        .default('127.0.0.1'),
    )
    .describe('Address to listen on'),
  PORT: wholeNumber(0, 65_535, 4000).describe('Port to listen on; 0 for any free port'),
  SHUTDOWN_DRAIN_MS: wholeNumber(0, 120_000, 500).describe(
    'Milliseconds after a stop signal in which the server is not ready but still accepts requests, so that load balancers stop sending them; 0 to stop accepting requests immediately',
  ),
  SESSION_IDLE_MINUTES: wholeNumber(1, 100_000, defaultRecording.sessionIdleMinutes).describe(
    'Minutes without a message after which a session becomes inactive',
  ),
  KEEP_MEDIA: flag(defaultRecording.keepMedia).describe(
    'true stores images, voice and files of messages; otherwise base64 data that decodes to more than 1,024 bytes is replaced by its media type, size and SHA-256 hash',
  ),
  RETENTION_DAYS: optionalWholeNumber(1, 36_500).describe(
    'Age in days from which data is deleted permanently, hourly: by time; sessions by their last activity, once they are inactive; without it, data is kept',
  ),
  FOLLOW_FROM: z
    .preprocess(
      absent,
      z
        .string()
        .refine((value) => isPostgresUrl(value) || readSqlitePath(value) !== undefined, {
          error:
            'the address of a LangBot database: postgres://user:password@host:5432/database or sqlite:/path/langbot.db',
        })
        .optional(),
    )
    .describe(
      'LangBot database to copy from continuously: postgres://... or sqlite:/path/langbot.db; without it, nothing is copied',
    ),
  LOG_LEVEL: z
    .preprocess(absent, z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('info'))
    .describe(
      'Minimum level of what is logged: trace, debug, info, warn, error or fatal, or silent for nothing; the demo uses warn',
    ),
  ...accessEnvironment,
  ...limitsEnvironment,
  ...liveEnvironment,
  ...observabilityEnvironment,
  ...persistedEnvironment,
  ...replicasEnvironment,
})

/** The validated settings of the server. */
export interface Config {
  /** The URL of an external PostgreSQL server; undefined for the embedded database. */
  readonly databaseUrl: string | undefined
  /** Maximum number of connections to PostgreSQL. */
  readonly poolSize: number
  /** The folder of the embedded database. */
  readonly dataFolder: string
  /** The address to listen on. */
  readonly host: string
  /** The port to listen on; 0 for any free port. */
  readonly port: number
  /** Milliseconds after a stop signal in which requests are still accepted. */
  readonly shutdownDrainMs: number
  readonly recording: RecordingSettings
  /** Days after which data is removed; undefined for never. */
  readonly retentionDays: number | undefined
  /** The LangBot database to follow while serving; undefined for none. */
  readonly followFrom: string | undefined
  readonly logLevel: (typeof logLevels)[number]
  /** Settings of authentication. */
  readonly access: AccessSettings
  /** Limits of requests and operations. */
  readonly limits: Limits
  /** Settings of live events. */
  readonly live: LiveSettings
  /** Settings of logs and traces. */
  readonly observability: ObservabilitySettings
  /** Settings of persisted documents. */
  readonly persisted: PersistedSettings
  /** Settings of read replicas. */
  readonly replicas: ReplicaSettings
}

/** Settings whose value may contain a secret, which is therefore not repeated in messages. */
const secrets: readonly string[] = ['DATABASE_URL', 'DATABASE_REPLICA_URL', 'FOLLOW_FROM', 'JWT_SECRET', 'JWKS_URL']

/**
 * Reads the settings from an environment. Empty values are treated as absent.
 * @throws ConfigError with all problems.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const { data, error } = environmentSchema.safeParse(environment)
  if (error) {
    const problems = error.issues.map(({ path: [name], message }) => {
      const given = secrets.includes(String(name)) ? '' : `, not ${JSON.stringify(environment[String(name)])}`
      return `  ${String(name)} must be ${message}${given}`
    })
    throw new ConfigError(`Invalid settings:\n${problems.join('\n')}`)
  }
  if (data.DATABASE_REPLICA_URL.length > 0 && data.DATABASE_URL === undefined)
    throw new ConfigError(
      'Invalid settings:\n  DATABASE_REPLICA_URL requires DATABASE_URL: the embedded database has no replicas',
    )
  return {
    databaseUrl: data.DATABASE_URL,
    poolSize: data.DATABASE_POOL_SIZE,
    dataFolder: data.DATA_DIR,
    host: data.HOST,
    port: data.PORT,
    shutdownDrainMs: data.SHUTDOWN_DRAIN_MS,
    recording: { sessionIdleMinutes: data.SESSION_IDLE_MINUTES, keepMedia: data.KEEP_MEDIA },
    retentionDays: data.RETENTION_DAYS,
    followFrom: data.FOLLOW_FROM,
    logLevel: data.LOG_LEVEL,
    access: readAccess(data),
    limits: readLimits(data),
    live: readLive(data),
    observability: readObservability(data),
    persisted: readPersisted(data),
    replicas: readReplicas(data),
  }
}

/**
 * Reads the settings of this process, including those of a `.env` file in the working directory. Variables that are
 * already set take precedence over the file.
 * @param defaults values of settings that are absent or empty in both.
 */
export const readProcessConfig = (defaults: Readonly<Record<string, string>> = {}): Config => {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
  const given = Object.entries(process.env).filter(([, value]) => absent(value) !== undefined)
  return readConfig({ ...defaults, ...Object.fromEntries(given) })
}
