import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { create as createArchive } from 'tar'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { startEngine } from './embeddedServer.ts'
import { serverUrl, templateName, urlOfDatabase } from './realServer.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A file with an empty, migrated database; null if tests run on a server. */
    dump: string | null
    /** A data folder with the same database, to be copied; null if tests run on a server. */
    dataFolder: string | null
  }
}

/**
 * Builds the commands that tests run, and creates the source of every test database: a dump for PGlite, or a template
 * database on a real server.
 */
export default async ({ provide }: TestProject) => {
  const [removeSource] = await Promise.all([serverUrl ? makeTemplate(serverUrl, provide) : makeDump(provide), build()])
  return removeSource
}

/** Compiles the changes since the last build, and builds the dashboard if it is missing or its tests run. */
const build = async () => {
  const root = join(import.meta.dirname, '..', '..')
  const run = (command: string, ...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [join(root, 'node_modules', command), ...args], { cwd: root })
  await run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
  if (process.env['BROWSER_TESTS'] || !existsSync(join(root, 'dist', 'dashboard', 'index.html')))
    await run('vite/bin/vite.js', 'build')
}

const makeDump = async (provide: TestProject['provide']) => {
  const folder = await mkdtemp(join(tmpdir(), 'botlens-templates-'))
  const dataFolder = join(folder, 'data')
  const files = join(dataFolder, 'postgresql')
  await mkdir(dataFolder)
  const { engine, connection, stop } = await startEngine({ files })
  const db = openDatabase({ connection, poolSize: 1 })
  await migrate(db)
  await db.close()
  for (const statement of dropTemplates) await engine.exec(statement)
  await stop()
  // Files of a database that was shut down, so that no start has to recover it.
  const dump = join(folder, 'dump.tar')
  await createArchive({ file: dump, cwd: files, portable: true, noPax: true }, ['.'])
  provide('dump', dump)
  provide('dataFolder', dataFolder)
  return () => rm(folder, { recursive: true, force: true })
}

/** Removes the databases that `CREATE DATABASE` copies, which are more than half of the files. */
const dropTemplates = [
  'UPDATE pg_database SET datistemplate = false',
  'DROP DATABASE template0',
  'DROP DATABASE template1',
]

const makeTemplate = async (url: string, provide: TestProject['provide']) => {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`DROP DATABASE IF EXISTS ${templateName}`)
  await admin.query(`CREATE DATABASE ${templateName}`)
  const db = openDatabase({ connection: { connectionString: urlOfDatabase(url, templateName) }, poolSize: 1 })
  await migrate(db)
  await db.close()
  await admin.end()
  provide('dump', null)
  provide('dataFolder', null)
}
