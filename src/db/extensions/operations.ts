import { Prisma } from '../generated/client.ts'

/** Called with the name of each operation on the client, e.g. `LlmCall.findPage`. */
export type OnOperation = (name: string) => void

type Methods = Readonly<Record<string, (...args: never[]) => unknown>>

/** Wraps methods of models to report their name before they run. Without a listener, returns the methods unchanged. */
export const reportMethods = <Own extends object>(methods: Own, onOperation: OnOperation | undefined): Own => {
  if (!onOperation) return methods
  const reporting = Object.entries(methods as Methods).map(([name, method]) => [
    name,
    function (this: unknown, ...args: never[]) {
      onOperation(`${Prisma.getExtensionContext(this as object & { $name?: string }).$name}.${name}`)
      return method(...args)
    },
  ])
  // The same names, each with a function of the same type.
  return Object.fromEntries(reporting) as Own
}

/** Reports the operations of Prisma's own API. */
export const reportOperations = (onOperation: OnOperation) =>
  Prisma.defineExtension({
    name: 'operations',
    query: {
      $allModels: {
        $allOperations: ({ model, operation, args, query }) => {
          onOperation(`${model}.${operation}`)
          return query(args)
        },
      },
    },
  })
