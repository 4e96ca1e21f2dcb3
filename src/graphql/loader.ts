import DataLoader from 'dataloader'
import type { Database } from '../db/database.ts'
import type { Context } from './context.ts'

/** Loads the values of many keys at once; a key without a value may be left out. */
type LoadMany<Value, Args> = (db: Database, keys: readonly string[], args: Args) => Promise<ReadonlyMap<string, Value>>

/**
 * Declares a loader: it comes to be with its first use in a request, once for each set of arguments, and gathers
 * the keys that are asked for at the same time into one call of `load`.
 * @param missing what a key has that `load` gave nothing for.
 */
export const defineLoader = <Value, Args = undefined>(load: LoadMany<Value, Args>, missing: () => Value) => {
  type Loader = DataLoader<string, Value>
  const loaders = new WeakMap<Context, Map<string, Loader>>()
  /** The loader that was asked for last: rows of a list ask for the same one, one after the other. */
  const latest = new WeakMap<Context, { readonly args: Args; readonly loader: Loader }>()
  return (context: Context, args: Args): Loader => {
    const last = latest.get(context)
    if (last && isShallowlyEqual(last.args, args)) return last.loader
    const ofContext = loaders.get(context) ?? new Map<string, Loader>()
    loaders.set(context, ofContext)
    const variant = JSON.stringify(args) ?? ''
    const loader =
      ofContext.get(variant) ??
      new DataLoader<string, Value>(async (keys) => {
        const values = await load(context.db, keys, args)
        return keys.map((key) => values.get(key) ?? missing())
      })
    ofContext.set(variant, loader)
    latest.set(context, { args, loader })
    return loader
  }
}

/** Whether two values are the same, or objects with the same values in them. */
const isShallowlyEqual = (one: unknown, other: unknown): boolean => {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const [entries, others] = [Object.entries(one), other as Record<string, unknown>]
  return entries.length === Object.keys(others).length && entries.every(([key, value]) => others[key] === value)
}
