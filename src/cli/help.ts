import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { listSettings } from '../config/settings.ts'
import { formatTable } from './table.ts'

/** Reads the version of this package. */
export const readVersion = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** Describes all settings, one per line, for the help of a command. */
export const describeSettings = (): string => {
  const rows = listSettings().map(({ name, meaning, allowed, default: value }) => ({
    setting: name,
    default: value ?? '-',
    allowed: allowed ?? '-',
    meaning,
  }))
  return `
Settings (environment variables, or lines of a file .env in the working directory):

${formatTable(rows)}
`
}
