// Removes from node_modules what the server does not load, after `npm prune --omit=dev`.
import { glob, readFile, rm } from 'node:fs/promises'

const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
// npm keeps development dependencies that are also optional peers, such as Prisma's command line.
const unused = Object.entries(packages).flatMap(([path, { devOptional }]) => (devOptional ? [path] : []))

// Query compilers of other databases, and source maps.
const patterns = [
  'node_modules/@prisma/client/runtime/*.{cockroachdb,mysql,sqlite,sqlserver}.*',
  'node_modules/**/*.map',
]
for await (const path of glob(patterns)) unused.push(path)

await Promise.all(unused.map((path) => rm(path, { recursive: true, force: true })))
console.log(`Removed ${unused.length} packages and files`)
