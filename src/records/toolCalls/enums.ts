import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { toolSources } from './kinds.ts'

/** Source of a tool. */
export const ToolSource = defineStoredEnum(
  'ToolSource',
  'Source of a tool: the kind of component that provides it.',
  toolSources,
  {
    NATIVE: 'Built into the bot software, e.g. LangBot.',
    PLUGIN: 'Provided by a plugin of the bot software.',
    MCP: 'Provided by a Model Context Protocol (MCP) server.',
    SKILL: 'Provided by an agent skill: a folder of instructions and scripts that a model reads when it needs them.',
  },
)
