import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceAddress } from './address.ts'
import { type CopyCounts, copyAll } from './copyAll.ts'
import type { CopyContext } from './copyTable.ts'
import type { LangBotSource } from './source.ts'

/** Milliseconds between two polls of the source. */
const interval = 2000
/** The most milliseconds between two attempts while the source or our database is unavailable. */
const maxInterval = 30_000

/** What following works with. */
export interface FollowOptions extends Omit<CopyContext, 'source' | 'name'> {
  readonly address: SourceAddress
  /** Ends the following. */
  readonly signal: AbortSignal
  readonly onCopied: (counts: CopyCounts) => void
  /** Called for a failure; following continues and retries. */
  readonly onFailure: (error: unknown) => void
}

/** Keeps up with a LangBot database until it is told to stop; failures are retried with increasing intervals. */
export const followSource = async (options: FollowOptions): Promise<void> => {
  const { address, signal, onCopied, onFailure } = options
  let source: LangBotSource | undefined
  let pause = interval
  while (!signal.aborted) {
    try {
      source ??= await address.open()
      onCopied(await copyAll({ ...options, source, name: address.name }))
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
