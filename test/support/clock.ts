/** A clock that starts at a time and advances by a minute at each call, and can be set back to its start. */
export const makeClock = (start: string) => {
  let time = Date.parse(start)
  return {
    now: (): Date => {
      time += 60_000
      return new Date(time)
    },
    restart: (): void => {
      time = Date.parse(start)
    },
  }
}
