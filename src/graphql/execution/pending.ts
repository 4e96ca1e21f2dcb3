import type { Data } from './execution.ts'

// These functions are separate from those that execute fields: V8 allocates the variables that a closure uses on the heap
// for each call of the function that contains it, even if the closure is not created.

/** The fields of an object that are promises. */
export interface Pending {
  readonly keys: string[]
  readonly promises: Promise<unknown>[]
}

/** Resolves to the object once all of its fields have a value. Their promises are replaced. */
export const awaitFields = ({ keys, promises }: Pending, data: Data): Promise<Data> =>
  Promise.all(promises).then((values) => {
    let index = 0
    for (const key of keys) {
      data[key] = values[index]
      index += 1
    }
    return data
  })

/** Rejects once the other fields have ended: they may fail as well, and their errors have to be handled. */
export const failWithFields = ({ promises }: Pending, error: unknown): Promise<Data> =>
  Promise.all(promises)
    .then((): Data => ({}))
    .finally(() => {
      throw error
    })
