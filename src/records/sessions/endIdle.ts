import sql from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { formatTime } from '../../shared/time.ts'
import { sessionTable } from './table.ts'

/**
 * Ends the sessions without a message since the given time. A session that is locked by a writer is skipped until the
 * next run, so that writers never wait.
 * @returns the number of sessions that ended.
 */
export const endIdleSessions = (prisma: Db, since: Date): Promise<number> =>
  prisma.$write(sql`
    UPDATE ${tableSql(sessionTable)} SET is_active = FALSE WHERE session_id IN (
      SELECT session_id FROM ${tableSql(sessionTable)}
      WHERE is_active AND last_activity < ${formatTime(since)}::timestamptz
      FOR UPDATE SKIP LOCKED)`)
