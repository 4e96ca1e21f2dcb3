/** The CPU time in milliseconds that a piece of work takes: unlike the time that passes, other programs do not add to it. */
export const measureCpu = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
