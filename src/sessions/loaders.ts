import type { Session } from '../db/generated/client.ts'
import { readByIds } from '../db/rows.ts'
import { defineLoader } from '../graphql/loader.ts'
import { sessionTable } from './table.ts'

/** Sessions by their id, with the given fields; null where there is none. */
export const sessionById = defineLoader<Session | null, readonly string[]>(
  async (db, ids, fields) =>
    new Map((await readByIds(db, sessionTable, ids, fields)).map((session) => [session.id, session])),
  () => null,
)
