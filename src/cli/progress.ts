import { Presets, SingleBar } from 'cli-progress'

/** The progress of a command on the error output: a bar on a terminal, otherwise a line from time to time. */
export interface Progress {
  /** Adds an amount; `detail` is shown next to the percentage. */
  advance(amount: number, detail?: string): void
  /** Ends the progress; further calls have no effect. */
  stop(): void
}

/** Where progress is written. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean | undefined }

/** Milliseconds between two lines if the output is not a terminal. */
const lineInterval = 10_000

/**
 * Creates a function that writes lines. On a terminal it writes each line, otherwise the first line and then at most
 * one every 10 s.
 * @param now returns the time in milliseconds.
 */
export const makeLineWriter = (stream: ProgressStream = process.stderr, now = () => performance.now()) => {
  let next = 0
  return (line: string): void => {
    if (!stream.isTTY && now() < next) return
    next = now() + lineInterval
    stream.write(`${line}\n`)
  }
}

const startLines = (title: string, total: number, stream: ProgressStream, now: () => number): Progress => {
  const writeLine = makeLineWriter(stream, now)
  let done = 0
  let lastDetail: string | undefined
  let stopped = false
  const format = () => {
    const share = total === 0 ? 1 : Math.min(done / total, 1)
    return `${title}: ${Math.floor(share * 100)} %${lastDetail === undefined ? '' : `, ${lastDetail}`}`
  }
  return {
    advance: (amount, detail = lastDetail) => {
      done += amount
      lastDetail = detail
      writeLine(format())
    },
    stop: () => {
      if (!stopped) stream.write(`${format()}\n`)
      stopped = true
    },
  }
}

/** Starts the progress of a command with a title, up to a total amount. */
export const startProgress = (
  title: string,
  total: number,
  stream: ProgressStream = process.stderr,
  now = () => performance.now(),
): Progress => {
  if (!stream.isTTY) return startLines(title, total, stream, now)
  const bar = new SingleBar(
    {
      format: `${title} [{bar}] {percentage} %, {eta_formatted} left{detail}`,
      stream,
      hideCursor: true,
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
