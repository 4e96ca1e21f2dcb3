import type { Config } from '../config/config.ts'
import { FolderInUseError } from '../db/embedded/lock.ts'
import { type ConfiguredDatabase, openConfigured } from '../db/open.ts'
import { CommandError } from './failure.ts'

/**
 * Opens the configured database for a command.
 * @param alternative a sentence about what to do instead of stopping the server that uses the embedded database.
 * @throws CommandError while another process uses the embedded database.
 */
export const openForCommand = async (config: Config, alternative?: string): Promise<ConfiguredDatabase> => {
  try {
    return await openConfigured(config, (error) => console.error(error.message))
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error
    const advice = 'If it is a Botlens server, stop it and run this command again.'
    throw new CommandError([error.reason, advice, ...(alternative === undefined ? [] : [alternative])].join('\n'), {
      cause: error,
    })
  }
}
