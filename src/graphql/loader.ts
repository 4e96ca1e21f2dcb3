import DataLoader from 'dataloader'
import type { Db } from '../db/client.ts'
import { afterSlices, rowsPerSlice, takeSlice } from '../shared/timeSlices.ts'
import type { Context } from './context.ts'

type Values<Value> = ReadonlyMap<string, Value>

/** Loads the values of many keys in one call. Keys without a value may be omitted. */
type LoadMany<Value, Args> = (prisma: Db, keys: readonly string[], args: Args) => Promise<Values<Value>>

/** Loads the value of one key. */
interface Loader<Value> {
  load(key: string): Promise<Value>
}

/**
 * Creates a schedule for the batches of a loader. All pending batches are dispatched together, once all keys of the
 * same tick have been requested and no parent is still waiting for its time slice.
 */
const makeSchedule = (): ((dispatch: () => void) => void) => {
  let pending: (() => void)[] = []
  const dispatchAll = () => {
    const dispatches = pending
    pending = []
    for (const dispatch of dispatches) dispatch()
  }
  return (dispatch) => {
    pending.push(dispatch)
    if (pending.length === 1) Promise.resolve().then(() => process.nextTick(() => afterSlices(dispatchAll)))
  }
}

/** Creates a function that finds each key once, and finds the keys of all batches dispatched together in one call. */
const findOnce = <Value>(findMany: (keys: readonly string[]) => Promise<Values<Value>>) => {
  const calls = new Map<string, Promise<Values<Value>>>()
  let next: { readonly keys: string[]; readonly values: Promise<Values<Value>> } | undefined
  const startCall = () => {
    const keys: string[] = []
    const find = () => {
      next = undefined
      return findMany(keys)
    }
    return { keys, values: Promise.resolve().then(find) }
  }
  return async (keys: readonly string[]): Promise<Values<Value>[]> => {
    const ofKeys = new Set<Promise<Values<Value>>>()
    for (const key of keys) {
      const known = calls.get(key)
      if (known) ofKeys.add(known)
      else {
        next ??= startCall()
        next.keys.push(key)
        calls.set(key, next.values)
        ofKeys.add(next.values)
      }
    }
    return Promise.all(ofKeys)
  }
}

/**
 * Declares a loader, which batches the keys requested in the same tick into one call of `load`. It is created when it
 * is first used in a request, once for each set of arguments. Arguments are compared by identity first: pass the same
 * object for all parents of a field (see `storePerField`), so that they are serialized once per field, not once per
 * parent. If there are many parents, they receive their values in batches of bounded size, each in a separate time
 * slice.
 * @param missing the value of a key for which `load` returned nothing.
 */
export const defineLoader = <Value, Args = undefined>(load: LoadMany<Value, Args>, missing: () => Value) => {
  /** Loaders by their arguments and by the serialized arguments, so that fields with equal arguments share a loader. */
  const loaders = new WeakMap<object, Map<unknown, Loader<Value>>>()
  const makeLoader = ({ prisma, loads }: Context, args: Args): Loader<Value> => {
    const loadKeys = (keys: readonly string[]) => load(prisma, keys, args)
    const find = findOnce((keys) => (loads ? loads.run(() => loadKeys(keys)) : loadKeys(keys)))
    return new DataLoader<string, Value>(
      async (keys) => {
        const found = await find(keys)
        await takeSlice(keys.length)
        return keys.map((key) => found.find((values) => values.has(key))?.get(key) ?? missing())
      },
      // Values are kept by `find`: the cache of DataLoader would resolve all parents of a key in the same time slice.
      { batchScheduleFn: makeSchedule(), maxBatchSize: rowsPerSlice, cache: false },
    )
  }
  return (context: Context, args: Args): Loader<Value> => {
    const owner = context.loads ?? context
    const ofContext = loaders.get(owner) ?? new Map<unknown, Loader<Value>>()
    const known = ofContext.get(args)
    if (known) return known
    const text = JSON.stringify(args) ?? ''
    const loader = ofContext.get(text) ?? makeLoader(context, args)
    loaders.set(owner, ofContext.set(text, loader).set(args, loader))
    return loader
  }
}
