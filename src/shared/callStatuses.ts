/** The stored statuses of a call of a model. */
export const callStatuses = ['success', 'error', 'pending', 'timeout'] as const

/** A status as filters name it: a stored one, or any other. */
export type CallStatusFilter = (typeof callStatuses)[number] | 'unknown'
