import { defineConfig } from 'prisma/config'

// Generating needs no engine, yet looks for one and tries to download it: any existing file will do.
if (process.argv.includes('generate')) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({ schema: 'prisma', migrations: { path: 'prisma/migrations' } })
