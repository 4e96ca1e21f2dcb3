import { readFileSync } from 'node:fs'
import { listFiles } from './listFiles.ts'

/** Maximum number of lines in a file, and of the median file. */
const maxLines = 250
const maxMedian = 60

const sizes = ['src', 'test']
  .flatMap(listFiles)
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines)
const lineAt = (share: number) => sizes[Math.floor(sizes.length * share)]?.lines ?? 0

console.log(
  `${sizes.length} files: median ${lineAt(0.5)} lines, top tenth from ${lineAt(0.9)}, at most ${lineAt(1 - 1 / sizes.length)}`,
)
const tooLong = sizes.filter(({ lines }) => lines > maxLines)
for (const { file, lines } of tooLong) console.error(`${file} has ${lines} lines, at most ${maxLines} are allowed`)
const median = lineAt(0.5)
if (median > maxMedian) console.error(`the median file has ${median} lines, at most ${maxMedian} are allowed`)
process.exit(tooLong.length > 0 || median > maxMedian ? 1 : 0)
