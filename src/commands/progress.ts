import { Presets, SingleBar } from 'cli-progress'

/** A progress bar on the terminal's error output; where that is no terminal, nothing is shown. */
export interface Progress {
  advance(amount: number): void
  stop(): void
}

/** Starts a progress bar with a title, up to a total amount. */
export const startProgress = (title: string, total: number): Progress => {
  const bar = new SingleBar(
    { format: `${title} [{bar}] {percentage} %, {eta_formatted} left`, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { advance: (amount) => bar.increment(amount), stop: () => bar.stop() }
}
