import { defineTexts } from '../i18n/texts.ts'

/** The names of the values of enums, besides the outcomes of messages and calls, of booleans, and of kinds of chats. */
export const valueTexts = defineTexts(
  {
    purposes: { RETRIEVE: 'Search', EMBEDDING: 'Indexing', UNKNOWN: 'Unknown' },
    toolSources: { NATIVE: 'Built-in', MCP: 'MCP', PLUGIN: 'Plugin', SKILL: 'Skill', UNKNOWN: 'Unknown' },
    ratings: { LIKE: 'Like', DISLIKE: 'Dislike', UNKNOWN: 'Unknown' },
    roles: { USER: 'User', ASSISTANT: 'Assistant', UNKNOWN: 'Unknown' },
    levels: { DEBUG: 'Debug', INFO: 'Info', WARNING: 'Warning', ERROR: 'Error', UNKNOWN: 'Unknown' },
    activity: { true: 'Active', false: 'Ended' },
    platforms: { person: 'Person', group: 'Group' },
  },
  {
    purposes: { RETRIEVE: '检索', EMBEDDING: '索引', UNKNOWN: '未知' },
    toolSources: { NATIVE: '内置', MCP: 'MCP', PLUGIN: '插件', SKILL: '技能', UNKNOWN: '未知' },
    ratings: { LIKE: '点赞', DISLIKE: '点踩', UNKNOWN: '未知' },
    roles: { USER: '用户', ASSISTANT: '助手', UNKNOWN: '未知' },
    levels: { DEBUG: '调试', INFO: '信息', WARNING: '警告', ERROR: '错误', UNKNOWN: '未知' },
    activity: { true: '活跃', false: '已结束' },
    platforms: { person: '私聊', group: '群聊' },
  },
)
