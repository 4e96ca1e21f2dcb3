import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigError } from '../../config/configError.ts'
import type { PersistedSettings } from '../../config/persisted.ts'

/** Persisted documents by their SHA-256 hash. */
export type Manifest = ReadonlyMap<string, string>

const manifestSchema = z.record(z.string().regex(/^(?:sha256:)?[0-9a-f]{64}$/), z.string())

/** A document's hash without the algorithm prefix of GraphQL over HTTP. */
export const hashOfId = (id: string): string => id.replace(/^sha256:/, '').toLowerCase()

/**
 * Reads the manifest that codegen generated; without a file there are no persisted documents.
 * @throws ConfigError if the file is missing or is not a manifest, or if only persisted documents are accepted and
 *   there are none.
 */
export const readManifest = async ({ file, only }: PersistedSettings): Promise<Manifest> => {
  if (file === undefined) {
    if (only)
      throw new ConfigError(
        'PERSISTED_ONLY accepts persisted documents only: set PERSISTED_DOCUMENTS to their manifest.',
      )
    return new Map()
  }
  const documents = manifestSchema.safeParse(parse(await read(file))).data
  if (!documents)
    throw new ConfigError(
      `PERSISTED_DOCUMENTS: ${file} is not a manifest: a JSON object of documents by their SHA-256 hash.`,
    )
  return new Map(Object.entries(documents).map(([id, document]) => [hashOfId(id), document]))
}

const read = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new ConfigError(
      `PERSISTED_DOCUMENTS: ${file} cannot be read (${error instanceof Error ? error.message : error})`,
    )
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
