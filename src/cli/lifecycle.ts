import type { Logger } from 'pino'

/** Thrown by a start that a signal interrupts. */
class StopRequested extends Error {
  override readonly name = 'StopRequested'
}

/** Closes the opened parts of a process in reverse order. */
export interface Lifecycle {
  /**
   * Registers a function to call when the process stops or its start fails. It is called immediately if that has
   * already begun.
   */
  onClose(close: () => Promise<unknown>): Promise<void>
  /** Interrupts the start if a signal was received. */
  checkpoint(): void
}

/**
 * Starts the parts of a process. If a step fails, what the previous steps opened is closed. SIGTERM and SIGINT close
 * everything in order, also during the start, and end the process with status 0. A second signal ends it immediately.
 * @param exitTimeoutMs milliseconds after the signal at which the process exits, even if something is still open.
 */
export const runGuarded = async <Started>(
  logger: Logger,
  exitTimeoutMs: number,
  start: (lifecycle: Lifecycle) => Promise<Started>,
): Promise<Started> => {
  const closers: (() => Promise<unknown>)[] = []
  let starting = true
  let stopping = false
  let closed = false

  const closeAll = async (): Promise<void> => {
    closed = true
    for (let close = closers.pop(); close; close = closers.pop())
      await close().catch((error: unknown) => logger.error({ err: error }, 'could not close a component'))
  }
  const finish = async (): Promise<void> => {
    await closeAll()
    logger.info('stopped')
    process.exit(0)
  }
  const onSignal = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    logger.info({ signal }, 'stopping')
    setTimeout(() => {
      logger.error('shutdown timed out')
      process.exit(0)
    }, exitTimeoutMs)
    if (!starting) void finish()
  }
  const checkpoint = (): void => {
    if (stopping) throw new StopRequested()
  }

  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, onSignal)
  logger.info('starting')
  try {
    const started = await start({
      onClose: async (close) => {
        if (closed) await close()
        else closers.push(close)
      },
      checkpoint,
    })
    checkpoint()
    starting = false
    return started
  } catch (error) {
    if (stopping) await finish()
    await closeAll()
    for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, onSignal)
    throw error
  }
}
