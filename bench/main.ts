import { benchExport } from './export.ts'
import { benchRecord } from './record.ts'

/** What can be measured, by name. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  export: benchExport,
  record: benchRecord,
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !Object.hasOwn(benchmarks, name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: choose from ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 1
} else {
  for (const [name, run] of Object.entries(benchmarks))
    if (chosen.length === 0 || chosen.includes(name)) {
      console.log(`\n${name}`)
      await run()
    }
}
