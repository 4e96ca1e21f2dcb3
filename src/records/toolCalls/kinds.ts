/** The stored sources of tools, by their names in the schema. */
export const toolSources = { NATIVE: 'native', PLUGIN: 'plugin', MCP: 'mcp', SKILL: 'skill' } as const
