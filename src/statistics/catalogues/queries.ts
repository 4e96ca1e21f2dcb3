import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import type { Catalogue } from './catalogues.ts'
import type { CatalogueRequest } from './request.ts'
import { catalogueSql } from './sql.ts'

const rowSchema = z
  .object({
    key: z.string(),
    $values: z.array(z.string()).nullable(),
    $name: z.string().nullable(),
    firstSeen: z.date().nullable(),
    lastSeen: z.date().nullable(),
  })
  .catchall(z.unknown())

/** An entry of a catalogue. What was not requested is null or absent. */
export interface CatalogueEntry {
  readonly key: string
  readonly name: string | null
  readonly values: readonly string[]
  readonly firstSeen: Date | null
  readonly lastSeen: Date | null
  /** The number of records that refer to it, by the name of their list. */
  readonly counts: Readonly<Record<string, unknown>>
}

/** Some entries of a catalogue, in the order of their keys. */
export interface CataloguePage {
  readonly entries: readonly CatalogueEntry[]
  /** Whether more entries follow. */
  readonly truncated: boolean
}

/** Reads entries of a catalogue, in one statement. */
export const findEntries = async (
  prisma: Db,
  catalogue: Catalogue,
  request: CatalogueRequest,
): Promise<CataloguePage> => {
  const { limit } = request
  const found = await prisma.$statistics(rowSchema, catalogueSql(catalogue, { ...request, limit: limit + 1 }))
  const entries = found
    .slice(0, limit)
    .map(({ $name, $values, ...counts }) => ({ ...counts, name: $name, values: $values ?? [], counts }))
  return { entries, truncated: found.length > limit }
}
