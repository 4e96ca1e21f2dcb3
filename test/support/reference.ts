import { join } from 'node:path'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import type { OpenTestDatabase } from './database.ts'

/** The folder with the reference's tables. */
export const referenceFolder = join(import.meta.dirname, '..', 'data', 'reference')

/** Imports the reference data set. */
export const importReference = async (db: OpenTestDatabase): Promise<void> => {
  await importSources(db.prisma, await findSources(referenceFolder), {
    onProgress: () => undefined,
    onBadLine: ({ reason }) => {
      throw new Error(reason)
    },
  })
}
