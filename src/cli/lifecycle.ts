import type { Logger } from 'pino'

/** Milliseconds after the signal at which the process ends, whatever still holds it. */
const exitTimeout = 10_000

/** Thrown by a start that a signal interrupts. */
class StopRequested extends Error {
  override readonly name = 'StopRequested'
}

/** The parts of a process that were opened, and are closed in reverse order. */
export interface Lifecycle {
  /** Has something closed when the process stops or its start fails. Closed immediately where that has begun. */
  onClose(close: () => Promise<unknown>): Promise<void>
  /** Ends the start where a signal has come. */
  checkpoint(): void
}

/**
 * Starts what a process runs, as one guarded sequence. A step that fails closes what the steps before it opened. SIGTERM
 * and SIGINT, from the first step on, close everything in order and end the process with 0 within 10 s; a second signal
 * ends it immediately.
 */
export const runGuarded = async <Started>(
  logger: Logger,
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
    }, exitTimeout)
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
