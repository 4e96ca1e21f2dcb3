/** The type by which an input asks to remove feedback; it is never stored. */
export const cancelType = 0
