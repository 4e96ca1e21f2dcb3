import { mkdir } from 'node:fs/promises'
import { isMainThread } from 'node:worker_threads'
import type { DatabaseOptions } from '../database.ts'
import { completeDataFolder, DataFolderError, damagedError, pathsOf, prepareDataFolder } from './dataFolder.ts'
import { FolderInUseError, type FolderLock, keepLock, lockFolder } from './lock.ts'
import { chooseAddress } from './sockets.ts'
import { EngineStartError, type Supervisor, type SupervisorEvents, supervise } from './supervisor.ts'

/** A running embedded PostgreSQL. */
export interface EmbeddedDatabase extends Supervisor {
  /** The connection options of the `pg` driver. */
  readonly connection: DatabaseOptions['connection']
}

/** Callbacks of an embedded database. */
export interface EmbeddedEvents extends Pick<SupervisorEvents, 'onRestart'> {
  /** Called when another process has taken over the data folder. The database no longer works. */
  onLost(error: FolderInUseError): void
  /** Called before the start waits several seconds for the owner of a lock. */
  onWatch(message: string): void
}

/**
 * Starts PostgreSQL inside this process, in a worker thread, on a folder that is created if it does not exist. All its
 * files are accessible to their owner only. The first start takes 3 to 6 s, later starts half a second.
 * @throws FolderInUseError while another process uses the folder.
 * @throws DataFolderError if the files of the folder cannot be used.
 */
export const startEmbedded = async (
  folder: string,
  { onRestart, onLost, onWatch }: EmbeddedEvents,
): Promise<EmbeddedDatabase> => {
  // PostgreSQL's files are created by a worker thread, which cannot set its own umask.
  if (isMainThread && process.platform !== 'win32') process.umask(0o077)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(folder, { onWatch })
  const lose = () => onLost(new FolderInUseError(`The data folder ${folder} was taken over by another process.`))
  const stopBeats = keepLock(lock, lose)
  const release = async () => {
    stopBeats()
    await lock.release()
  }
  try {
    const started = await startLocked(folder, lock, { onRestart, onLockLost: lose })
    return {
      ...started,
      stop: async () => {
        await started.stop()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

const startLocked = async (
  folder: string,
  { file, token }: FolderLock,
  events: SupervisorEvents,
): Promise<EmbeddedDatabase> => {
  prepareDataFolder(folder)
  const { postgresql, reserve } = pathsOf(folder)
  const { listen, connection, release } = await chooseAddress()
  try {
    const options = { dataFolder: postgresql, reserveFile: reserve, listen, lock: { file, token } }
    const supervisor = await supervise(options, events)
    completeDataFolder(folder)
    return {
      connection: { ...connection, user: 'postgres', database: 'postgres' },
      limitStatements: supervisor.limitStatements,
      stop: async () => {
        await supervisor.stop()
        release()
      },
    }
  } catch (error) {
    release()
    throw error instanceof EngineStartError ? explainStart(folder, error) : error
  }
}

const explainStart = (folder: string, { log, hadNoSpace }: EngineStartError): DataFolderError => {
  if (hadNoSpace || log.some((line) => /No space left on device|Disk quota exceeded/.test(line)))
    return new DataFolderError(
      `The embedded database in ${folder} cannot start: the disk is full. Free some space, then start the server again.`,
    )
  const reasons = log.flatMap((line) => /(?:PANIC|FATAL): +(.*)/.exec(line)?.[1] ?? [])
  return damagedError(folder, reasons.at(-1) ?? log.at(-1) ?? 'PostgreSQL did not start')
}
