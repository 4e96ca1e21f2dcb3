const { existsSync, readdirSync } = require('node:fs')
const { join } = require('node:path')

/** The folders of the API's concepts: those with a part of the schema. Records have a table of their own, views none. */
const source = join(__dirname, 'src')
const concepts = readdirSync(source).filter((name) => name !== 'graphql' && existsSync(join(source, name, 'schema.ts')))
const hasTable = (name) => existsSync(join(source, name, 'table.ts'))
const oneOf = (names) => `(${names.join('|')})`
const concept = oneOf(concepts)
const record = oneOf(concepts.filter(hasTable))
const view = oneOf(concepts.filter((name) => !hasTable(name)))
const packages = (...names) => `node_modules/(${names.join('|')})`

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('no-circle', 'Data flows one way.', {}, { circular: true }),
    forbid(
      'no-orphan',
      'A module that nothing imports and that imports nothing is dead.',
      { orphan: true, path: '^src/', pathNot: '^src/db/generated/' },
      {},
    ),
    forbid('resolvable', 'An import names what is there.', {}, { couldNotResolve: true }),
    forbid(
      'declared',
      'The server runs on what package.json names as a dependency.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-peer', 'npm-optional'] },
    ),
    forbid(
      'source-stands-alone',
      'src knows nothing of tests, scripts and benchmarks.',
      { path: '^src/' },
      { pathNot: ['^src/', 'node_modules/'], dependencyTypesNot: ['core'], couldNotResolve: false },
    ),
    forbid(
      'shared-is-lowest',
      'shared imports nothing above it.',
      { path: '^src/shared/' },
      { path: '^src/', pathNot: '^src/shared/' },
    ),
    forbid(
      'shared-is-plain',
      'shared knows neither GraphQL nor the database.',
      { path: '^src/shared/' },
      { path: packages('graphql', '@graphql', '@pothos', '@prisma', '@electric-sql', 'pg', 'sql-template-tag') },
    ),
    forbid(
      'db-below-concepts',
      'db imports shared alone, and of config only types.',
      { path: '^src/db/' },
      { path: '^src/', pathNot: ['^src/(db|shared)/', '^src/config\\.ts$'] },
    ),
    forbid(
      'config-as-type',
      'Below the commands settings come as arguments: db and the app import of config only types.',
      { path: '^src/', pathNot: '^src/(main\\.ts|commands/)' },
      { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'config-and-context-low',
      'config and context are imported by all, so import little.',
      { path: '^src/(config|context)\\.ts$' },
      { path: '^src/', pathNot: ['^src/shared/', '^src/db/database\\.ts$', '^src/(config|context)\\.ts$'] },
    ),
    forbid(
      'context-types-only',
      'context holds types.',
      { path: '^src/context\\.ts$' },
      { dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'records-apart',
      'Records never import each other: the owner of the returned type declares the edge by name.',
      { path: `^src/${record}/` },
      { path: `^src/${record}/`, pathNot: '^src/$1/' },
    ),
    forbid(
      'records-below-views',
      'Records do not know the views over them.',
      { path: `^src/${record}/` },
      { path: `^src/${view}/` },
    ),
    forbid(
      'views-apart',
      'Views read records, not each other.',
      { path: `^src/${view}/` },
      { path: `^src/${view}/`, pathNot: '^src/$1/' },
    ),
    forbid(
      'views-read-queries',
      'Of a record a view imports queries.ts alone.',
      { path: `^src/${view}/` },
      { path: `^src/${record}/`, pathNot: '/queries\\.ts$' },
    ),
    forbid(
      'one-place-joins-schema',
      "Only graphql/schema.ts imports the concepts' parts of the schema.",
      { path: '^src/', pathNot: '^src/graphql/schema\\.ts$' },
      { path: '^src/[^/]+/(schema|mutations)\\.ts$', pathNot: '^src/graphql/schema\\.ts$' },
    ),
    forbid(
      'graphql-below-concepts',
      'Nothing in graphql knows the concepts, except schema.ts that joins their parts.',
      { path: '^src/graphql/', pathNot: '^src/graphql/schema\\.ts$' },
      { path: `^src/${concept}/` },
    ),
    forbid(
      'schema-joins-parts-only',
      'graphql/schema.ts imports of a concept its part of the schema alone.',
      { path: '^src/graphql/schema\\.ts$' },
      { path: `^src/${concept}/`, pathNot: '/(schema|mutations)\\.ts$' },
    ),
    forbid(
      'graphql-below-app',
      'The schema does not know how it is served or started.',
      { path: `^src/(graphql|${concepts.join('|')})/` },
      { path: '^src/(main|server)\\.ts$|^src/(commands|http|graphiql|import|export|demo)/' },
    ),
    forbid(
      'queries-without-graphql',
      'Queries and tables know no GraphQL.',
      { path: '^src/[^/]+/(queries|record|table|csvColumns)\\.ts$' },
      { path: ['^src/graphql/', packages('graphql', 'graphql-[^/]+', '@pothos', 'dataloader')] },
    ),
    forbid(
      'app-does-not-start',
      'Only main imports the commands, only the commands the app.',
      { path: '^src/', pathNot: '^src/(main\\.ts|commands/)' },
      { path: ['^src/(main|server)\\.ts$', '^src/commands/'] },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/db/generated/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
