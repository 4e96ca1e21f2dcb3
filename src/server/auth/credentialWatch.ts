import { type Caller, requireScope } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import { type RecheckTokens, tokenOf } from './authenticate.ts'

/** Milliseconds between two checks of whether API tokens have been revoked. */
const checkInterval = 3000
/** The longest delay of a timer, in milliseconds. */
const maxDelay = 2 ** 31 - 1

type OnEnd = (error: ExpectedError) => void

/** Watches the credentials of streams. */
export interface CredentialWatch {
  /**
   * Calls a function when the credentials expire, are revoked, or no longer have the scope `read`.
   * @returns a function that ends the watch.
   */
  watch(authorization: string | null, caller: Caller, onEnd: OnEnd): () => void
}

/** The error of a caller that no longer has the scope `read`; undefined for one that has it. */
const findMissingScope = (caller: Caller): ExpectedError | undefined => {
  try {
    requireScope(caller, 'read')
    return undefined
  } catch (error) {
    return error as ExpectedError
  }
}

/** Calls a function at a time. Returns a function that prevents it. */
const callAt = (time: Date, now: () => Date, call: () => void): (() => void) => {
  let timer: NodeJS.Timeout
  const arm = () => {
    const left = time.getTime() - now().getTime()
    if (left <= 0) call()
    else timer = setTimeout(arm, Math.min(left, maxDelay)).unref()
  }
  timer = setTimeout(arm, 0).unref()
  return () => clearTimeout(timer)
}

/**
 * Creates the watch. Expiry is known in advance. API tokens, which can be revoked, are looked up again every three
 * seconds, all of them together. While they cannot be looked up, streams stay open.
 */
export const makeCredentialWatch = (recheckTokens: RecheckTokens, now: () => Date): CredentialWatch => {
  const watched = new Map<string, Set<OnEnd>>()
  let isScheduled = false

  const check = async (): Promise<void> => {
    for (const [token, found] of await recheckTokens([...watched.keys()])) {
      const error = found instanceof ExpectedError ? found : findMissingScope(found)
      if (error) for (const end of [...(watched.get(token) ?? [])]) end(error)
    }
  }
  const checkAll = async (): Promise<void> => {
    await check().catch(() => undefined)
    isScheduled = false
    if (watched.size > 0) schedule()
  }
  const schedule = () => {
    if (isScheduled) return
    isScheduled = true
    runOutsideScope(() => setTimeout(checkAll, checkInterval).unref())
  }

  const watchToken = (token: string, onEnd: OnEnd): (() => void) => {
    const ends = watched.get(token) ?? new Set()
    watched.set(token, ends.add(onEnd))
    schedule()
    return () => {
      ends.delete(onEnd)
      if (ends.size === 0 && watched.get(token) === ends) watched.delete(token)
    }
  }

  return {
    watch: (authorization, caller, onEnd) => {
      const { expiresAt, kind } = caller
      const token = kind === 'token' && authorization !== null ? tokenOf(authorization) : undefined
      const stops = [
        ...(expiresAt
          ? [callAt(expiresAt, now, () => onEnd(new ExpectedError('UNAUTHENTICATED', 'The token has expired.')))]
          : []),
        ...(token === undefined ? [] : [watchToken(token, onEnd)]),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
