/** The stored types of feedback, by their names in the schema. */
export const feedbackTypes = { LIKE: 1, DISLIKE: 2 } as const

/** The type with which feedback is withdrawn. It is recorded, but never stored. */
export const cancelType = 0
