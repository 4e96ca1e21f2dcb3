/** The stored types of feedback, by their names in the schema. */
export const feedbackTypes = { LIKE: 1, DISLIKE: 2 } as const

/** The type that withdraws feedback. It can be recorded but is never stored. */
export const cancelType = 0
