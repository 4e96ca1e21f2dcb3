import { badInput, quote } from './errors.ts'

/**
 * Parses the IANA name of a time zone, case-insensitively, and returns its standard spelling.
 * @throws BAD_USER_INPUT for a name that is not in the time zone database, and for an offset.
 */
export const parseTimeZone = (name: string): string => {
  const zone = /^[a-z]/i.test(name) ? resolveTimeZone(name) : undefined
  if (zone === undefined)
    throw badInput(
      `${quote(name)} is not a valid time zone. Use an IANA name such as UTC, Europe/Berlin or Asia/Shanghai.`,
    )
  return zone
}

const resolveTimeZone = (name: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
