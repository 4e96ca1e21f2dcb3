import { resolve } from 'node:path'
import { cruise, format, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { listFiles } from './listFiles.ts'

/** The parts of src that are compiled on their own, each with its configuration of the compiler. */
const programs = [
  { folder: 'src', tsConfig: 'tsconfig.json', exclude: '^src/dashboard(/|$)' },
  { folder: 'src/dashboard', tsConfig: 'src/dashboard/tsconfig.json', exclude: '^$' },
]

/**
 * Checks src against the rules of .dependency-cruiser.cjs. With an unsupported compiler, the tool reads nothing and
 * finds nothing. The check therefore also fails unless every file was read and imports were found.
 */
const check = async ({ folder, tsConfig, exclude }: (typeof programs)[number]): Promise<boolean> => {
  const files = listFiles(folder).filter((file) => !new RegExp(exclude).test(file))
  const options = await extractOptions('./.dependency-cruiser.cjs')
  const { output } = await cruise(
    [folder],
    { ...options, exclude: { path: exclude }, tsConfig: { fileName: tsConfig } },
    {},
    { tsConfig: extractTsConfig(resolve(tsConfig)) },
  )
  const result = output as ICruiseResult
  const read = new Map(result.modules.map(({ source, dependencies }) => [source, dependencies.length]))
  const unread = files.filter((file) => !read.has(file))
  const imports = files.reduce((sum, file) => sum + (read.get(file) ?? 0), 0)
  if (unread.length > 0 || imports < files.length) {
    console.error(`Of ${files.length} files ${unread.length} were not read, and ${imports} imports were found:`, unread)
    return false
  }
  const report = await format(result, { outputType: 'err-long' })
  console.log(report.output)
  return report.exitCode === 0
}

const passed: boolean[] = []
for (const program of programs) passed.push(await check(program))
process.exit(passed.every(Boolean) ? 0 : 1)
