import type { ErrorLog } from '../../db/generated/client.ts'
import { defineRecordById } from '../../graphql/recordById.ts'

/** Errors by their id, with the given fields; null where there is none. */
export const errorLogById = defineRecordById<ErrorLog>('ErrorLog')
