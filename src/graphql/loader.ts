import DataLoader from 'dataloader'
import type { Db } from '../db/client.ts'
import type { Context } from './context.ts'

/** Loads the values of many keys at once; a key without a value may be left out. */
type LoadMany<Value, Args> = (prisma: Db, keys: readonly string[], args: Args) => Promise<ReadonlyMap<string, Value>>

/**
 * Declares a loader, which collects the keys requested at the same time into one call of `load`. It is created at its
 * first use in a request, once for each set of arguments. Arguments are compared by identity first: pass the same object
 * for all parents of a field (see `storePerField`), so that they are serialized once for the field, not for each parent.
 * @param missing the value of a key for which `load` returned nothing.
 */
export const defineLoader = <Value, Args = undefined>(load: LoadMany<Value, Args>, missing: () => Value) => {
  type Loader = DataLoader<string, Value>
  /** Loaders by their arguments, and by the text of these: equal arguments of two fields share a loader. */
  const loaders = new WeakMap<Context, Map<unknown, Loader>>()
  return (context: Context, args: Args): Loader => {
    const ofContext = loaders.get(context) ?? new Map<unknown, Loader>()
    const known = ofContext.get(args)
    if (known) return known
    const text = JSON.stringify(args) ?? ''
    const loader =
      ofContext.get(text) ??
      new DataLoader<string, Value>(async (keys) => {
        const values = await load(context.prisma, keys, args)
        return keys.map((key) => values.get(key) ?? missing())
      })
    loaders.set(context, ofContext.set(text, loader).set(args, loader))
    return loader
  }
}
