import type { Session } from '../../db/generated/client.ts'
import { defineRecordById } from '../../graphql/recordById.ts'

/** Loads sessions by id, with the given fields. The value is null if no session has the id. */
export const sessionById = defineRecordById<Session>('Session')
