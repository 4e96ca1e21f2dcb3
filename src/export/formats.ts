import { csv } from './csv.ts'
import type { ExportFormat } from './format.ts'
import { ndjson } from './ndjson.ts'

/** The file formats of exports, by the value of the parameter `format`. */
export const exportFormats = { csv, ndjson } satisfies Record<string, ExportFormat>

/** The name of a file format. */
export type ExportFormatName = keyof typeof exportFormats
