import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { toolSources } from './kinds.ts'

/** Where a tool comes from. */
export const ToolSource = defineStoredEnum('ToolSource', 'Where a tool comes from.', toolSources, {
  NATIVE: 'Built into the bot platform.',
  PLUGIN: 'Provided by a plugin.',
  MCP: 'Provided by a server of the Model Context Protocol.',
  SKILL: 'Provided by a skill.',
})
