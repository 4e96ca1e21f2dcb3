import type { z } from 'zod'
import { flag, optionalText } from './settingTypes.ts'

/** The environment variables of persisted documents. */
export const persistedEnvironment = {
  PERSISTED_DOCUMENTS: optionalText().describe('Manifest file that maps SHA-256 hashes to persisted documents'),
  PERSISTED_ONLY: flag(false).describe('true rejects all other documents, and disables GraphiQL and the dashboard'),
}

/** Settings of persisted documents. */
export interface PersistedSettings {
  /** The file with the persisted documents by their SHA-256 hash; undefined if there are none. */
  readonly file: string | undefined
  /** Whether only persisted documents are accepted. */
  readonly only: boolean
}

/** Reads the settings of persisted documents. */
export const readPersisted = (env: z.infer<z.ZodObject<typeof persistedEnvironment>>): PersistedSettings => ({
  file: env.PERSISTED_DOCUMENTS,
  only: env.PERSISTED_ONLY,
})
