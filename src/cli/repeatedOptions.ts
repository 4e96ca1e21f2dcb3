import type { Command } from 'commander'
import { CommandError } from './failure.ts'

/**
 * Makes a command and its subcommands reject an option that is given twice but takes one value, of which commander
 * would silently keep the last. Options that take several values collect them.
 */
export const rejectRepeatedOptions = (command: Command): void => {
  for (const inner of command.commands) rejectRepeatedOptions(inner)
  for (const option of command.options.filter(
    ({ variadic, required, optional }) => !variadic && (required || optional),
  )) {
    let isGiven = false
    command.on(`option:${option.name()}`, () => {
      if (isGiven) throw new CommandError(`--${option.name()} was specified more than once. Specify it once.`)
      isGiven = true
    })
  }
}
