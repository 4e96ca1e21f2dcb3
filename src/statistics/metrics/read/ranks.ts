/** The rank of a series of all rows, and of the group of all rows outside of the listed groups, whose ranks begin at 1. */
export const totalRank = 0
