import DataLoader from 'dataloader'
import type { Db } from '../db/client.ts'
import { afterTurns, takeTurn } from '../shared/turns.ts'
import type { Context } from './context.ts'

/** Loads the values of many keys at once; a key without a value may be left out. */
type LoadMany<Value, Args> = (prisma: Db, keys: readonly string[], args: Args) => Promise<ReadonlyMap<string, Value>>

/** Loads the value of one key. */
interface Loader<Value> {
  load(key: string): Promise<Value>
}

/**
 * Dispatches a batch once all keys of the same tick have been requested and no parent is still waiting for its turn.
 */
const scheduleBatch = (dispatch: () => void): void => {
  Promise.resolve().then(() => process.nextTick(() => afterTurns(dispatch)))
}

/** Passes a value on in its turn: one statement resolves many keys at once, and each of them has fields to resolve. */
const passInTurn = <Value>(value: Value): Value | Promise<Value> =>
  takeTurn(Array.isArray(value) ? value.length : 1)?.then(() => value) ?? value

/**
 * Declares a loader, which batches the keys requested in the same tick into one call of `load`. It is created at its
 * first use in a request, once for each set of arguments. Arguments are compared by identity first: pass the same
 * object for all parents of a field (see `storePerField`), so that they are serialized once for the field, not for each
 * parent.
 * @param missing the value of a key for which `load` returned nothing.
 */
export const defineLoader = <Value, Args = undefined>(load: LoadMany<Value, Args>, missing: () => Value) => {
  /** Loaders by their arguments and by the serialized arguments, so that fields with equal arguments share a loader. */
  const loaders = new WeakMap<Context, Map<unknown, Loader<Value>>>()
  const makeLoader = (prisma: Db, args: Args): Loader<Value> => {
    const loader = new DataLoader<string, Value>(
      async (keys) => {
        const values = await load(prisma, keys, args)
        return keys.map((key) => values.get(key) ?? missing())
      },
      { batchScheduleFn: scheduleBatch },
    )
    return { load: (key) => loader.load(key).then(passInTurn) }
  }
  return (context: Context, args: Args): Loader<Value> => {
    const ofContext = loaders.get(context) ?? new Map<unknown, Loader<Value>>()
    const known = ofContext.get(args)
    if (known) return known
    const text = JSON.stringify(args) ?? ''
    const loader = ofContext.get(text) ?? makeLoader(context.prisma, args)
    loaders.set(context, ofContext.set(text, loader).set(args, loader))
    return loader
  }
}
