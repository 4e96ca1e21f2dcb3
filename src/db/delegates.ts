import type { Db } from './client.ts'
import type { ListMethods } from './extensions/lists.ts'
import type { WriteMethods } from './extensions/writes.ts'
import type { Prisma } from './generated/client.ts'

/** The operations on a model that code for any record uses. */
export interface AnyDelegate extends ListMethods, WriteMethods {
  count(args: { readonly where: object }): Promise<number>
  findMany(args: {
    readonly where: object
    readonly select: object
    readonly orderBy?: object
  }): Promise<Readonly<Record<string, unknown>>[]>
}

/** The operations on a model that is known by its name only. */
export const delegateOf = (prisma: Db, model: Prisma.ModelName): AnyDelegate =>
  // Each model has an argument type of its own; what is passed here fits all of them, which TypeScript cannot express.
  prisma[(model[0]?.toLowerCase() + model.slice(1)) as Uncapitalize<Prisma.ModelName>] as unknown as AnyDelegate
