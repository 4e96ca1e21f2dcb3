import type { Session } from '../../db/generated/client.ts'
import { defineRecordById } from '../../graphql/recordById.ts'

/** Sessions by their id, with the given fields; null where there is none. */
export const sessionById = defineRecordById<Session>('Session')
