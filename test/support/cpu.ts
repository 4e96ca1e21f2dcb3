/**
 * The result of some work, and its CPU time in milliseconds. Unlike elapsed time, it does not include other programs.
 */
export const measureCpu = async <Result>(
  work: () => Result | Promise<Result>,
): Promise<{ readonly result: Result; readonly cpuMs: number }> => {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { result, cpuMs: (user + system) / 1000 }
}
