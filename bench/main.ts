import { parseArgs } from 'node:util'
import { benchAttacks } from './attacks.ts'
import { benchExport } from './export.ts'
import { benchOverload } from './overload.ts'
import { benchRecord } from './record.ts'
import { benchSoak } from './soak.ts'

/** What a benchmark is told. */
interface BenchOptions {
  /** How long those run that load the server for a while. */
  readonly minutes: number
}

/** What can be measured, by name. */
const benchmarks: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  export: benchExport,
  record: benchRecord,
  attacks: benchAttacks,
  overload: benchOverload,
  soak: benchSoak,
}

const { positionals: chosen, values } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1' } },
})
const minutes = Number(values.minutes)
const unknown = chosen.filter((name) => !Object.hasOwn(benchmarks, name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: choose from ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 1
} else if (!(minutes > 0)) {
  console.error(`--minutes takes a number above 0, not ${JSON.stringify(values.minutes)}`)
  process.exitCode = 1
} else {
  for (const [name, run] of Object.entries(benchmarks))
    if (chosen.length === 0 || chosen.includes(name)) {
      console.log(`\n${name}`)
      await run({ minutes })
    }
}
