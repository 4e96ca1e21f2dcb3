import type { Plugin } from 'graphql-yoga'

type OnExecute = NonNullable<Plugin['onExecute']>
type OnExecuteDone = NonNullable<Exclude<Awaited<ReturnType<OnExecute>>, void>['onExecuteDone']>
type OnResultProcess = NonNullable<Plugin['onResultProcess']>

/**
 * Joins the hooks of plugins that Yoga would call for each operation and each result, in the same order. Yoga creates
 * about a dozen objects per hook, even if the hook does nothing.
 * @param plugins plugins whose `onExecute` is synchronous, and whose `onExecuteDone` returns nothing.
 */
export const joinPlugins = (plugins: readonly Plugin[]): Plugin[] => {
  const onExecute = joinExecute(hooksOf(plugins, 'onExecute'))
  const onResultProcess = joinResults(hooksOf(plugins, 'onResultProcess'))
  return [...plugins.map(({ onExecute: _, onResultProcess: __, ...others }) => others), { onExecute, onResultProcess }]
}

const hooksOf = <Name extends keyof Plugin>(plugins: readonly Plugin[], name: Name): NonNullable<Plugin[Name]>[] =>
  plugins.flatMap(({ [name]: hook }) => (hook ? [hook] : []))

const joinExecute =
  (hooks: readonly OnExecute[]): OnExecute =>
  (payload) => {
    let isStopped = false
    const setResultAndStopExecution: typeof payload.setResultAndStopExecution = (result) => {
      isStopped = true
      payload.setResultAndStopExecution(result)
    }
    const given = { ...payload, setResultAndStopExecution }
    const done: OnExecuteDone[] = []
    for (const hook of hooks) {
      const after = hook(given)
      if (after instanceof Promise) throw new Error('The hook onExecute must be synchronous')
      if (after?.onExecuteDone) done.push(after.onExecuteDone)
      if (isStopped) break
    }
    return done.length > 0 ? { onExecuteDone: joinDone(done) } : undefined
  }

const joinDone =
  (hooks: readonly OnExecuteDone[]): OnExecuteDone =>
  (payload) => {
    let { result } = payload
    const setResult: typeof payload.setResult = (next) => {
      result = next as typeof result
      payload.setResult(next)
    }
    for (const hook of hooks) hook({ ...payload, result, setResult })
    return undefined
  }

const joinResults =
  (hooks: readonly OnResultProcess[]): OnResultProcess =>
  (payload) => {
    let { result } = payload
    const setResult: typeof payload.setResult = (next) => {
      result = next
      payload.setResult(next)
    }
    const callFrom = (start: number): void | Promise<void> => {
      for (let index = start; ; index += 1) {
        const hook = hooks[index]
        if (!hook) return undefined
        const waiting = hook({ ...payload, result, setResult })
        if (waiting instanceof Promise) return waiting.then(() => callFrom(index + 1))
      }
    }
    return callFrom(0)
  }
