/**
 * Whether work is to end early, and why: an `AbortController` and its signal in one object, for work that starts with
 * every request. It has no events and creates nothing until it is used.
 */
export class Cancellation {
  #isAborted = false
  #reason: unknown
  #listeners: Set<() => void> | undefined

  /** Whether the work is to end. */
  get aborted(): boolean {
    return this.#isAborted
  }

  /** Why the work is to end; undefined while it is not. */
  get reason(): unknown {
    return this.#reason
  }

  /** Ends the work. Only the first call has an effect. By default the reason is an `AbortError`, as of an `AbortSignal`. */
  abort(reason: unknown = new DOMException('The work was cancelled', 'AbortError')): void {
    if (this.#isAborted) return
    this.#isAborted = true
    this.#reason = reason
    // A listener may remove others, which are then not called.
    for (const listener of this.#listeners ?? []) listener()
    this.#listeners = undefined
  }

  /**
   * Calls the listener once the work is to end, immediately if that is already the case.
   * @returns a function that removes the listener.
   */
  onAbort(listener: () => void): () => void {
    if (this.#isAborted) {
      listener()
      return () => undefined
    }
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return () => {
      this.#listeners?.delete(listener)
    }
  }

  /** @throws the reason if the work is to end. */
  throwIfAborted(): void {
    if (this.#isAborted) throw this.#reason
  }
}
