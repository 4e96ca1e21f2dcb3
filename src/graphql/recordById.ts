import { delegateOf } from '../db/delegates.ts'
import type { Prisma } from '../db/generated/client.ts'
import { padIds } from '../db/padIds.ts'
import type { Identified } from './connection.ts'
import { defineLoader } from './loader.ts'

/** Declares the loader of a model's records by id, with the given fields. The value is null if no record has the id. */
export const defineRecordById = <Row extends Identified>(model: Prisma.ModelName) =>
  defineLoader<Row | null, readonly string[]>(
    async (prisma, ids, fields) => {
      const select = Object.fromEntries(fields.map((field) => [field, true]))
      const rows = await delegateOf(prisma, model).findMany({ where: { id: { in: padIds(ids) } }, select })
      // The rows have the selected fields, which are a subset of the model's row type.
      return new Map((rows as unknown as readonly Row[]).map((row) => [row.id, row]))
    },
    () => null,
  )
