import DataLoader from 'dataloader'
import type { Context } from '../context.ts'
import type { Database } from '../db/database.ts'
import { afterTurns, takeTurn } from '../shared/turns.ts'

/** Loads the values of many keys at once; a key without a value may be left out. */
type LoadMany<Value, Args> = (db: Database, keys: readonly string[], args: Args) => Promise<ReadonlyMap<string, Value>>

/** Loads the value of one key. */
interface Loader<Value> {
  load(key: string): Promise<Value>
}

/** Waits until all that is requested at the same time has been, and until no parent waits for its turn to request more. */
const scheduleBatch = (dispatch: () => void): void => {
  Promise.resolve().then(() => process.nextTick(() => afterTurns(dispatch)))
}

/** Gives a value in its turn: one statement resolves many keys at once, and each of them has fields to be resolved. */
const passInTurn = <Value>(value: Value): Value | Promise<Value> =>
  takeTurn(Array.isArray(value) ? value.length : 1)?.then(() => value) ?? value

/**
 * Declares a loader, which collects the keys requested at the same time into one call of `load`. It is created at its
 * first use in a request, once for each set of arguments. Arguments are compared by identity first: pass the same object
 * for all parents of a field (see `storePerField`), so that they are serialized once for the field, not for each parent.
 * @param missing the value of a key for which `load` returned nothing.
 */
export const defineLoader = <Value, Args = undefined>(load: LoadMany<Value, Args>, missing: () => Value) => {
  /** Loaders by their arguments, and by the text of these: equal arguments of two fields share a loader. */
  const loaders = new WeakMap<Context, Map<unknown, Loader<Value>>>()
  const makeLoader = (db: Database, args: Args): Loader<Value> => {
    const loader = new DataLoader<string, Value>(
      async (keys) => {
        const values = await load(db, keys, args)
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
    const loader = ofContext.get(text) ?? makeLoader(context.db, args)
    loaders.set(context, ofContext.set(text, loader).set(args, loader))
    return loader
  }
}
