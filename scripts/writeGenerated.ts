import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a generated file of this repository. With the option `--check`, compares it instead, and ends the process with
 * code 1 if it is out of date.
 * @param name the path of the file, relative to the root of the repository.
 */
export const writeGenerated = (name: string, text: string): void => {
  const file = join(import.meta.dirname, '..', name)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is out of date: run npm run generate and commit it`)
    process.exit(1)
  }
}
