/**
 * Text as PostgreSQL can store it: U+0000, which it cannot, and halves of surrogate pairs become U+FFFD. Whatever
 * enters the database, by import or by recording, goes through here.
 */
export const makeStorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')
