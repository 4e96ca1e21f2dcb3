import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import type { DatabaseOptions } from '../src/db/database.ts'
import { rollupTables } from '../src/db/rollups/rollup.ts'
import { rollups } from '../src/records/rollups.ts'

const prismaFolder = join(import.meta.dirname, '..', 'prisma')

/** Tables that migrations make and Prisma need not know: its own history, and rollups, which our SQL alone reads. */
const externalTables = [
  '_prisma_migrations',
  ...rollups.map(rollupTables).flatMap((tables) => Object.values(tables)),
].map((name) => `public.${name}`)

const readModels = () =>
  ['schema.prisma', ...readdirSync(join(prismaFolder, 'models')).map((file) => join('models', file))].map((path) => ({
    path: join(prismaFolder, path),
    content: readFileSync(join(prismaFolder, path), 'utf8'),
  }))

/** What the compiler's library for Node leaves out of the global namespace. */
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
 * Prisma's adapter, taught the one type of PostgreSQL's catalogue that it lacks: the one-byte `"char"`.
 * The pool passes such columns off as text, and the adapter's answer then names them characters.
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

/** What the engine says where nothing differs. */
const emptyScript = '-- This is an empty migration.'

/**
 * The SQL that turns a database into what the Prisma models describe; empty where they agree.
 * Runs Prisma's schema engine as WebAssembly, so it needs no download.
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
