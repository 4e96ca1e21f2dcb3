import { cruise, format, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { listFiles } from './listFiles.ts'

/**
 * Checks src against the rules of .dependency-cruiser.cjs. With an unsupported compiler, the tool reads nothing and
 * finds nothing. The check therefore also fails unless every file was read and imports were found.
 */
const files = listFiles('src')
const { output } = await cruise(
  ['src'],
  await extractOptions('./.dependency-cruiser.cjs'),
  {},
  {
    tsConfig: extractTsConfig('./tsconfig.json'),
  },
)
const result = output as ICruiseResult
const read = new Map(result.modules.map(({ source, dependencies }) => [source, dependencies.length]))
const unread = files.filter((file) => !read.has(file))
const imports = files.reduce((sum, file) => sum + (read.get(file) ?? 0), 0)

if (unread.length > 0 || imports < files.length) {
  console.error(`Of ${files.length} files ${unread.length} were not read, and ${imports} imports were found:`, unread)
  process.exit(1)
}
const report = await format(result, { outputType: 'err-long' })
console.log(report.output)
process.exit(report.exitCode === 0 ? 0 : 1)
