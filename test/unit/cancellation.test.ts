import { expect, test } from 'vitest'
import { Cancellation } from '../../src/shared/cancellation.ts'

test('listeners are called once, in order, when the work is aborted', () => {
  const cancellation = new Cancellation()
  const called: string[] = []
  cancellation.onAbort(() => called.push('first'))
  cancellation.onAbort(() => called.push(`second: ${cancellation.reason}`))
  cancellation.throwIfAborted()
  expect([cancellation.aborted, cancellation.reason]).toEqual([false, undefined])
  cancellation.abort('over')
  cancellation.abort('again')
  expect([cancellation.aborted, cancellation.reason]).toEqual([true, 'over'])
  expect(called).toEqual(['first', 'second: over'])
  expect(() => cancellation.throwIfAborted()).toThrow('over')
})

test('a removed listener is not called, also if another listener removes it', () => {
  const cancellation = new Cancellation()
  const called: string[] = []
  const remove = cancellation.onAbort(() => called.push('removed'))
  remove()
  remove()
  cancellation.onAbort(() => removeLast())
  const removeLast = cancellation.onAbort(() => called.push('removed by another listener'))
  cancellation.abort()
  removeLast()
  expect(called).toEqual([])
  expect((cancellation.reason as Error).name).toBe('AbortError')
})

test('a listener that is added after the work was aborted is called immediately', () => {
  const cancellation = new Cancellation()
  cancellation.abort('over')
  const called: unknown[] = []
  cancellation.onAbort(() => called.push(cancellation.reason))()
  expect(called).toEqual(['over'])
})
