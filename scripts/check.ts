import { spawn } from 'node:child_process'

/**
 * The npm scripts that check the repository. Those of a lane run one after the other, lanes beside each other. The
 * generated files come first, since most other scripts read them.
 */
const first = 'check:generated'
const lanes = [['check:types'], ['check:format', 'check:deps', 'check:dead', 'check:size', 'check:bundle']]

/** Runs an npm script, prints its output and its duration when it ends, and returns whether it succeeded. */
const run = async (script: string): Promise<boolean> => {
  const started = performance.now()
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => output.push(data))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const seconds = Math.round((performance.now() - started) / 1000)
  process.stdout.write(`\n${script} (${seconds} s)${code === 0 ? '' : ' failed'}\n${Buffer.concat(output)}`)
  return code === 0
}

/** Runs the scripts of a lane, also after one of them failed. */
const runLane = async (scripts: readonly string[]): Promise<boolean> => {
  let isGood = true
  for (const script of scripts) isGood = (await run(script)) && isGood
  return isGood
}

const results = (await run(first)) && (await Promise.all(lanes.map(runLane))).every((isGood) => isGood)
if (!results) process.exitCode = 1
