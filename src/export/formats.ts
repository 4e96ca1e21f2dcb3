import { csv } from './csv.ts'
import type { ExportFormat } from './format.ts'
import { ndjson } from './ndjson.ts'

/** The kinds of file that an export can be, by the name that the parameter `format` gives them. */
export const exportFormats = { csv, ndjson } satisfies Record<string, ExportFormat>

/** The name of a kind of file. */
export type ExportFormatName = keyof typeof exportFormats
