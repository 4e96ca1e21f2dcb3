import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceAddress } from './address.ts'
import { type CopyCounts, copyAll } from './copyAll.ts'
import type { CopyContext } from './copyTable.ts'
import type { LangBotSource } from './source.ts'

/** Milliseconds between two polls of the source. */
const interval = 2000
/** Maximum number of milliseconds between two attempts while the source or the Botlens database is unavailable. */
const maxInterval = 30_000

/** Options of following. */
export interface FollowOptions extends Omit<CopyContext, 'source' | 'name'> {
  readonly address: SourceAddress
  /** Runs the copy of one poll, unless another process is copying. Returns undefined if it is. By default always. */
  readonly exclusively?: <Result>(copy: () => Promise<Result>) => Promise<Result | undefined>
  /** Stops following. */
  readonly signal: AbortSignal
  readonly onCopied: (counts: CopyCounts) => void
  /** Called for each failure. Following continues and retries. */
  readonly onFailure: (error: unknown) => void
}

/** Follows a LangBot database until it is stopped. Failures are retried with increasing intervals. */
export const followSource = async (options: FollowOptions): Promise<void> => {
  const { address, signal, exclusively = (copy) => copy(), onCopied, onFailure } = options
  let source: LangBotSource | undefined
  let pause = interval
  while (!signal.aborted) {
    try {
      const opened = source ?? (await address.open())
      source = opened
      const counts = await exclusively(() => copyAll({ ...options, source: opened, name: address.name }))
      if (counts) onCopied(counts)
      pause = interval
    } catch (error) {
      if (signal.aborted) break
      onFailure(error)
      await source?.close().catch(onFailure)
      source = undefined
      pause = Math.min(pause * 2, maxInterval)
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
  await source?.close()
}
