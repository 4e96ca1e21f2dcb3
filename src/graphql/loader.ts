import DataLoader from 'dataloader'
import type { Context } from '../context.ts'
import type { Database } from '../db/database.ts'

/** Loads the values of many keys at once; a key without a value may be left out. */
type LoadMany<Value, Args> = (db: Database, keys: readonly string[], args: Args) => Promise<ReadonlyMap<string, Value>>

/**
 * Declares a loader: it comes to be with its first use in a request, once for each set of arguments, and gathers
 * the keys that are asked for at the same time into one call of `load`.
 * @param missing what a key has that `load` gave nothing for.
 */
export const defineLoader = <Value, Args = undefined>(load: LoadMany<Value, Args>, missing: () => Value) => {
  const loaders = new WeakMap<Context, Map<string, DataLoader<string, Value>>>()
  return (context: Context, args: Args): DataLoader<string, Value> => {
    const ofContext = loaders.get(context) ?? new Map<string, DataLoader<string, Value>>()
    loaders.set(context, ofContext)
    const variant = JSON.stringify(args) ?? ''
    const loader =
      ofContext.get(variant) ??
      new DataLoader<string, Value>(async (keys) => {
        const values = await load(context.db, keys, args)
        return keys.map((key) => values.get(key) ?? missing())
      })
    ofContext.set(variant, loader)
    return loader
  }
}
