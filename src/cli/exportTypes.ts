import type { Command } from 'commander'
import { exportTypes } from '../export/types.ts'

/** Adds the registered record types to the description of `--type`. */
export const describeExportTypes = ({ options }: Command): void => {
  const option = options.find(({ long }) => long === '--type')
  const types = new Intl.ListFormat('en', { type: 'disjunction' }).format(exportTypes.keys())
  if (option) option.description = `${types} (default: messages)`
}
