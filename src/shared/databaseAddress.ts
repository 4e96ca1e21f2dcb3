import { resolve } from 'node:path'

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Whether a text is a PostgreSQL URL that the driver can parse. */
export const isPostgresUrl = (text: string): boolean => {
  if (!/^postgres(ql)?:\/\/./.test(text) || !URL.canParse(text)) return false
  const { username, password, hostname, pathname } = new URL(text)
  return [username, password, hostname, pathname].every(isDecodable)
}

/** The absolute path of the file in an address such as `sqlite:/path/langbot.db`; undefined for any other text. */
export const readSqlitePath = (text: string): string | undefined => {
  const [, file = ''] = /^sqlite:(?:\/\/(?=[^/]|\/[^/]))?(.*)$/.exec(text) ?? []
  return /[^/]/.test(file) ? resolve(file) : undefined
}
