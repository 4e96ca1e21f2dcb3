import { Prisma } from '../db/generated/client.ts'
import { notFound, quote } from '../shared/errors.ts'

/** The code with which Prisma reports that the record to update does not exist. */
const recordNotFound = 'P2025'

/**
 * Awaits an update of one record.
 * @param name what the record is called in the error message, e.g. `message`.
 * @throws NOT_FOUND where no record has the id.
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
