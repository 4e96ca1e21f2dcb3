/** The stored statuses of a call, by their names in the schema. */
export const callStatuses = { SUCCESS: 'success', ERROR: 'error', PENDING: 'pending', TIMEOUT: 'timeout' } as const
