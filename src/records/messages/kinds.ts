/** The stored statuses of a message, by their names in the schema. */
export const messageStatuses = { SUCCESS: 'success', ERROR: 'error', PENDING: 'pending' } as const

/** The stored levels of a message, by their names in the schema. */
export const messageLevels = { DEBUG: 'debug', INFO: 'info', WARNING: 'warning', ERROR: 'error' } as const

/** The stored roles of a message, by their names in the schema. */
export const messageRoles = { USER: 'user', ASSISTANT: 'assistant' } as const
