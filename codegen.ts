import type { CodegenConfig } from '@graphql-codegen/cli'
import { writeExploreDocuments } from './scripts/exploreDocuments.ts'
import { writeMetricsCatalogue } from './scripts/metricsCatalogue.ts'

/** The TypeScript types of the scalars as they are in JSON, and of enums as unions. */
const shared = {
  importExtension: '.ts',
  useTypeImports: true,
  enumsAsTypes: true,
  scalars: { DateTime: 'string', TimeZone: 'string', Duration: 'string', SafeInt: 'number', JSON: 'unknown' },
} as const

const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'test/generated/': {
      preset: 'client',
      documents: ['test/**/*.ts', '!test/generated/**'],
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: shared,
    },
    'src/dashboard/generated/': {
      preset: 'client',
      documents: ['src/dashboard/**/*.{ts,tsx}', '!src/dashboard/generated/**', ...writeExploreDocuments()],
      presetConfig: { fragmentMasking: false },
      config: { ...shared, documentMode: 'string' },
    },
    'src/dashboard/generated/metrics.ts': { plugins: ['./scripts/metricsCatalogue.ts'] },
  },
  ignoreNoDocuments: true,
  pluginLoader: () => Promise.resolve({ plugin: writeMetricsCatalogue }),
}

export default config
