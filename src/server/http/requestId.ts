import { randomUUID } from 'node:crypto'

const ids = new WeakMap<Request, string>()

/** The id of a request, made with the first question for it. */
export const requestIdOf = (request: Request): string => {
  const id = ids.get(request) ?? randomUUID()
  ids.set(request, id)
  return id
}
