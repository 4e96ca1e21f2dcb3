import { z } from 'zod'
import { isPostgresUrl } from '../shared/databaseAddress.ts'
import { absent, readList, wholeNumber } from './settingTypes.ts'

/** The environment variables of read replicas. */
export const replicasEnvironment = {
  DATABASE_REPLICA_URL: z
    .preprocess(
      absent,
      z
        .string()
        .default('')
        .refine((value) => readList(value).every(isPostgresUrl), {
          error: 'connection strings separated by commas, such as postgresql://user:password@replica:5432/database',
        })
        .transform(readList),
    )
    .describe(
      'Connection strings of streaming replicas of DATABASE_URL, separated by commas, which queries and exports read from',
    ),
  REPLICA_MAX_LAG_MS: wholeNumber(100, 3_600_000, 10_000).describe(
    'Maximum number of milliseconds by which a replica may be behind; above it, queries and exports do not read from it',
  ),
}

/** Settings of read replicas. */
export interface ReplicaSettings {
  /** The URLs of the replicas. */
  readonly urls: readonly string[]
  /** Milliseconds by which a replica may be behind. */
  readonly maxLagMs: number
}

/** Reads the settings of read replicas. */
export const readReplicas = (env: z.infer<z.ZodObject<typeof replicasEnvironment>>): ReplicaSettings => ({
  urls: env.DATABASE_REPLICA_URL,
  maxLagMs: env.REPLICA_MAX_LAG_MS,
})
