import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { liveTables } from '../src/records/live.ts'
import { records } from '../src/records/registry.ts'
import { rollups } from '../src/records/rollups.ts'
import { startEngine } from '../test/support/embeddedServer.ts'
import { findMissingChecks, findRollupChanges } from './findChanges.ts'
import { findLiveChanges } from './liveSql.ts'
import { diffModels } from './schemaEngine.ts'

const [name = ''] = process.argv.slice(2)
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run migration -- lower_case_name')
  process.exit(1)
}

/** The SQL that updates the existing migrations to the models and to the rollups of records. */
const findChanges = async (): Promise<string> => {
  const { connection, stop } = await startEngine()
  const db = openDatabase({ connection, poolSize: 1 })
  await migrate(db)
  const checks = await findMissingChecks(
    db,
    records.map(({ table }) => table),
  )
  const changed = await findRollupChanges(db, rollups)
  const live = await findLiveChanges(db, liveTables)
  await db.close()
  const changes = [await diffModels(connection), ...checks, ...changed, ...live]
    .filter((text) => text !== '')
    .join('\n')
  await stop()
  return changes
}

const changes = await findChanges()
if (changes === '') console.log('The migrations match the models. No migration was written.')
else {
  const time = new Date().toISOString().replaceAll(/[-T:]/g, '').slice(0, 14)
  const folder = join(import.meta.dirname, '..', 'prisma', 'migrations', `${time}_${name}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'migration.sql'), changes)
  console.log(`Wrote ${join(folder, 'migration.sql')}. Review it before you commit it: ids need COLLATE "C".`)
}
