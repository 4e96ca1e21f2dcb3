import { nameLength, optional } from '../../db/sql/table.ts'

/** The columns of calls and errors with the user and the platform of their message or session, if known. */
export const senderColumns = {
  userId: optional('user_id', 'text', nameLength),
  userName: optional('user_name', 'text', nameLength),
  platform: optional('platform', 'text', nameLength),
}
