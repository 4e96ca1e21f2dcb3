import { Prisma } from '../db/generated/client.ts'
import { notFound, quote } from '../shared/errors.ts'

/** Prisma's error code for an update of a record that does not exist. */
const recordNotFound = 'P2025'

/**
 * Awaits an update of one record.
 * @param name the name of the record in the error message, e.g. `message`.
 * @throws NOT_FOUND if no record has the id.
 */
export const changeRecord = async <Row>(name: string, id: string, update: Promise<Row>): Promise<Row> => {
  try {
    return await update
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === recordNotFound)
      throw notFound(`There is no ${name} with the id ${quote(id)}`)
    throw error
  }
}
