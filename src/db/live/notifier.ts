import { runOutsideScope } from '../../shared/requestScope.ts'
import type { Database } from '../database.ts'
import { liveChannel } from './tables.ts'

/** Milliseconds between two notifications. */
const interval = 100

/** Notifies other servers of new events. */
export interface Notifier {
  notify(): void
}

/**
 * Creates the notifier of a process. It notifies immediately, then at most once per interval. It does nothing on the
 * embedded database, which one process uses. A notification that fails is not repeated: servers also read at intervals.
 */
export const makeNotifier = ({ notifications }: Database): Notifier => {
  let timer: NodeJS.Timeout | undefined
  let isDue = false
  const notify = () => {
    if (!notifications) return
    isDue = timer !== undefined
    if (isDue) return
    runOutsideScope(() => notifications.notify(liveChannel)).catch(() => undefined)
    timer = setTimeout(() => {
      timer = undefined
      if (isDue) notify()
    }, interval).unref()
  }
  return { notify }
}
