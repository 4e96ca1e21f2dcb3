import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { toolSources } from './kinds.ts'

/** Source of a tool. */
export const ToolSource = defineStoredEnum('ToolSource', 'Source of a tool.', toolSources, {
  NATIVE: 'Built into the bot platform.',
  PLUGIN: 'Provided by a plugin.',
  MCP: 'Provided by a Model Context Protocol (MCP) server.',
  SKILL: 'Provided by a skill.',
})
