import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../scripts/listFiles.ts'
import { dashboardPages } from '../../src/server/dashboard/pages.ts'

test('the server serves the page for the path of every view', () => {
  const root = join(import.meta.dirname, '..', '..')
  const paths = listFiles('src/dashboard/views')
    .filter((file) => file.endsWith('oute.ts'))
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/^ {2}path: '(.+)',$/gm)])
    .map(([, path = '']) => path.replaceAll(/\$(\w+)/g, '{$1}'))
  expect(paths.sort()).toEqual([...dashboardPages].sort())
})
