/** The CPU time of some work in milliseconds. Unlike elapsed time, it does not include other programs. */
export const measureCpu = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
