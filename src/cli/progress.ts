import { Presets, SingleBar } from 'cli-progress'

/** Progress as the error output shows it: a bar on a terminal, else a line now and then. */
export interface Progress {
  /** Moves on by an amount; `detail` stands behind the bar. */
  advance(amount: number, detail?: string): void
  stop(): void
}

/** Milliseconds between the lines where there is no terminal. */
const lineInterval = 1000

/** Starts a progress bar with a title, up to a total amount. */
export const startProgress = (title: string, total: number): Progress => {
  const bar = new SingleBar(
    {
      format: `${title} [{bar}] {percentage} %, {eta_formatted} left{detail}`,
      stream: process.stderr,
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: lineInterval,
      stopOnComplete: true,
    },
    Presets.shades_classic,
  )
  bar.start(total, 0, { detail: '' })
  return {
    advance: (amount, detail) => bar.increment(amount, detail === undefined ? {} : { detail: `, ${detail}` }),
    stop: () => bar.stop(),
  }
}
