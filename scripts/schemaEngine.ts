import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import type { DatabaseOptions } from '../src/db/database.ts'
import { eventsTable, stateTable } from '../src/db/live/tables.ts'
import { rollupTables } from '../src/db/rollups/rollup.ts'
import { rollups } from '../src/records/rollups.ts'

const prismaFolder = join(import.meta.dirname, '..', 'prisma')

/**
 * Tables that are created by migrations but not known to Prisma: its own history, and rollups and live events, which
 * only SQL reads.
 */
const externalTables = [
  '_prisma_migrations',
  eventsTable,
  stateTable,
  ...rollups.map(rollupTables).flatMap((tables) => Object.values(tables)),
].map((name) => `public.${name}`)

const readModels = () =>
  ['schema.prisma', ...readdirSync(join(prismaFolder, 'models')).map((file) => join('models', file))].map((path) => ({
    path: join(prismaFolder, path),
    content: readFileSync(join(prismaFolder, path), 'utf8'),
  }))

/** Globals that the TypeScript library for Node.js does not declare. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: object } }> }
}

const loadEngine = async () => {
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace('schema_engine.js', 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { './schema_engine_bg.js': engine })
  const exports = instance.exports as { __wbindgen_start(): void }
  engine.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
}

const oneByteChar = 18
const text = 25

/**
 * Prisma's adapter, extended by a type of PostgreSQL's catalog that it does not support: the one-byte `"char"`. The
 * pool reports such columns as text, and the result of the adapter then declares them as characters.
 */
const describeWith = (pool: pg.Pool): PrismaPg => {
  let characters = new Set<string>()
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>
  pool.query = (async (config: pg.QueryConfig) => {
    const result = await query(config)
    const found = (result.fields ?? []).filter((field) => field.dataTypeID === oneByteChar)
    characters = new Set(found.map((field) => field.name))
    for (const field of found) field.dataTypeID = text
    return result
  }) as typeof pool.query

  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql)
      const columnTypes = result.columnTypes.map((type, index) =>
        characters.has(result.columnNames[index] ?? '') ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return adapter
  }
  return factory
}

/** The engine's output if there are no differences. */
const emptyScript = '-- This is an empty migration.'

/**
 * The SQL that changes a database to match the Prisma models; empty if they match. Runs Prisma's schema engine as
 * WebAssembly, so that no download is needed.
 */
export const diffModels = async (connection: DatabaseOptions['connection']): Promise<string> => {
  await loadEngine()
  const pool = new pg.Pool({ ...connection, max: 1 })
  const schema = { files: readModels() }
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: schema.files.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(describeWith(pool)),
  )
  const result = await schemaEngine.diff({
    from: { tag: 'schemaDatasource', ...schema, configDir: prismaFolder },
    to: { tag: 'schemaDatamodel', ...schema },
    script: true,
    exitCode: null,
    filters: { externalTables, externalEnums: [] },
  })
  await pool.end()
  const script = (result.stdout ?? '').trim()
  return script === emptyScript ? '' : `${script}\n`
}
