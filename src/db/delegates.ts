import type { Db } from './client.ts'
import type { ListMethods } from './extensions/lists.ts'
import type { WriteMethods } from './extensions/writes.ts'
import type { Prisma } from './generated/client.ts'

/** The operations on a model that record-independent code uses. */
export interface AnyDelegate extends ListMethods, WriteMethods {
  count(args: { readonly where: object }): Promise<number>
  findMany(args: {
    readonly where: object
    readonly select: object
    readonly orderBy?: object
  }): Promise<Readonly<Record<string, unknown>>[]>
}

/** The property of the client with the operations on a model. */
export const delegateNameOf = (model: Prisma.ModelName) =>
  (model.charAt(0).toLowerCase() + model.slice(1)) as Uncapitalize<Prisma.ModelName>

/** The operations on a model, by its name. */
export const delegateOf = (prisma: Db, model: Prisma.ModelName): AnyDelegate =>
  // Each model has its own argument types. The arguments used here fit all of them, which TypeScript cannot express.
  prisma[delegateNameOf(model)] as unknown as AnyDelegate
