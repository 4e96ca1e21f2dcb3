import type { z } from 'zod'
import { flag, optionalText } from './settingTypes.ts'

/** The settings of persisted documents, as the environment has them. */
export const persistedEnvironment = {
  PERSISTED_DOCUMENTS: optionalText().describe('Manifest file that maps SHA-256 hashes to persisted documents'),
  PERSISTED_ONLY: flag(false).describe('true rejects all other documents and disables GraphiQL'),
}

/** Which documents the server accepts. */
export interface PersistedSettings {
  /** The file with the known documents by their SHA-256; absent: there are none. */
  readonly file: string | undefined
  /** Whether only these are accepted. */
  readonly only: boolean
}

/** The settings of persisted documents. */
export const readPersisted = (env: z.infer<z.ZodObject<typeof persistedEnvironment>>): PersistedSettings => ({
  file: env.PERSISTED_DOCUMENTS,
  only: env.PERSISTED_ONLY,
})
