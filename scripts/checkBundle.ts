import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', 'dist', 'dashboard')

/**
 * Maximum sizes of the dashboard's JavaScript in kilobytes, compressed: of what its first view loads, and of all of it.
 */
const limits = { firstView: 200, all: 300 }
const firstView = 'views/overview/OverviewView.tsx'

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
}

const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Readonly<
  Record<string, Chunk>
>

/** A chunk with all chunks that it imports statically. */
const withImports = (key: string, found = new Set<string>()): Set<string> => {
  const chunk = manifest[key]
  if (!chunk) throw new Error(`The build has no chunk ${key}`)
  if (found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const imported of chunk.imports ?? []) withImports(imported, found)
  return found
}

const sizeOf = (files: Iterable<string>): number =>
  [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0) / 1000

const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry)
const first = [...entries, firstView].reduce((found, key) => withImports(key, found), new Set<string>())
const sizes = { firstView: sizeOf(first), all: sizeOf(new Set(Object.values(manifest).map(({ file }) => file))) }

console.log(
  `dashboard: ${sizes.firstView.toFixed(1)} kB of JavaScript for the first view (at most ${limits.firstView}), ${sizes.all.toFixed(1)} kB in all (at most ${limits.all}), compressed`,
)
process.exit(sizes.firstView > limits.firstView || sizes.all > limits.all ? 1 : 0)
