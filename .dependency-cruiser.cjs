const packages = (...names) => `node_modules/(${names.join('|')})/`

const forbid = (name, comment, from, to, rest = {}) => ({ name, comment, severity: 'error', from, to, ...rest })

/** The folders of src, each with the folders that its files may import from besides its own. */
const layers = {
  shared: [],
  config: ['shared'],
  db: ['config', 'shared'],
  graphql: ['db', 'config', 'shared'],
  records: ['graphql', 'db', 'config', 'shared'],
  statistics: ['records', 'graphql', 'db', 'shared'],
  export: ['records', 'db', 'shared'],
  import: ['records', 'db', 'config', 'shared'],
  demo: ['records', 'db', 'shared'],
  jobs: ['import', 'records', 'db', 'config', 'shared'],
  server: ['export', 'statistics', 'records', 'graphql', 'db', 'config', 'shared'],
  cli: ['server', 'jobs', 'export', 'import', 'demo', 'records', 'db', 'config', 'shared'],
}

/** The folders of src/dashboard, which talks to the API only, in the same way. */
const dashboardLayers = {
  state: [],
  i18n: ['state'],
  theme: ['state'],
  api: ['state', 'generated'],
  scope: ['i18n', 'generated'],
  ui: ['scope', 'api', 'i18n'],
  charts: ['ui', 'i18n'],
  live: ['scope', 'api', 'state'],
  parts: ['live', 'charts', 'ui', 'scope', 'api', 'i18n'],
  frame: ['parts', 'live', 'ui', 'scope', 'api', 'theme', 'i18n'],
  views: ['frame', 'parts', 'live', 'charts', 'ui', 'scope', 'api', 'i18n', 'generated'],
}

const dashboardRules = Object.entries(dashboardLayers).map(([folder, below]) =>
  forbid(
    `dashboard-${folder}-layer`,
    `dashboard/${folder} imports from ${[...below].join(', ') || 'nothing else'} of the dashboard.`,
    { path: `^src/dashboard/${folder}/` },
    { path: '^src/dashboard/', pathNot: `^src/dashboard/(${[folder, ...below].join('|')})/` },
  ),
)

const layerRules = Object.entries(layers).map(([folder, below]) =>
  forbid(
    `${folder}-layer`,
    `${folder} imports from ${[...below].join(', ') || 'nothing else'}: dependencies point one way between folders.`,
    { path: `^src/${folder}/` },
    { path: '^src/', pathNot: `^src/(${[folder, ...below].join('|')})/` },
  ),
)

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...dashboardRules,
    forbid(
      'dashboard-talks-to-the-api',
      'The dashboard imports nothing of the server: it knows the schema by its generated types alone.',
      { path: '^src/dashboard/' },
      { path: '^src/', pathNot: '^src/dashboard/' },
    ),
    forbid(
      'views-apart',
      'Views do not import each other: what two of them need is in parts, ui or charts.',
      { path: '^src/dashboard/views/([^/]+)/' },
      { path: '^src/dashboard/views/', pathNot: '^src/dashboard/views/$1/' },
    ),
    forbid('no-circle', 'Modules do not depend on each other in a cycle.', {}, { circular: true }),
    forbid(
      'no-folder-circle',
      'Folders do not depend on each other in a cycle.',
      { path: '^src/' },
      { circular: true },
      { scope: 'folder' },
    ),
    forbid(
      'no-orphan',
      'A module that nothing imports and that imports nothing is dead.',
      { orphan: true, path: '^src/', pathNot: '^src/(db|dashboard)/generated/' },
      {},
    ),
    forbid('resolvable', 'An import resolves.', {}, { couldNotResolve: true }),
    forbid(
      'declared',
      'The server runs on the dependencies that package.json declares. Those of the dashboard are built into it.',
      { path: '^src/', pathNot: '^src/dashboard/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-peer', 'npm-optional'] },
    ),
    forbid(
      'source-stands-alone',
      'src does not depend on tests, scripts or benchmarks.',
      { path: '^src/' },
      { pathNot: ['^src/', 'node_modules/'], dependencyTypesNot: ['core'], couldNotResolve: false },
    ),
    forbid(
      'main-starts-commands',
      'Only main imports the commands, and main imports nothing else of src but config.',
      { path: '^src/main\\.ts$' },
      { path: '^src/', pathNot: '^src/(cli|config)/' },
    ),
    forbid(
      'shared-is-plain',
      'shared depends on neither GraphQL nor the database.',
      { path: '^src/shared/' },
      { path: packages('graphql', '@graphql', '@pothos', '@prisma', '@electric-sql', 'pg', 'sql-template-tag') },
    ),
    forbid(
      'settings-as-arguments',
      'Only the commands read the environment; everything below takes settings as arguments.',
      { path: '^src/', pathNot: '^src/(main\\.ts|cli/|config/)' },
      { path: '^src/config/config\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'statements-through-prisma',
      'Connections belong to db: requests read and write through the extended Prisma Client.',
      { path: '^src/', pathNot: '^src/db/' },
      { path: packages('pg', '@prisma/adapter-pg', '@electric-sql') },
    ),
    forbid(
      'requests-use-the-client',
      'Resolvers, loaders and statistics know the client and its extensions, not the pool behind it.',
      { path: '^src/(graphql|records|statistics|export)/' },
      { path: '^src/db/(database|queryable|open|health|migrate|cancel)\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'records-apart',
      'Records never import each other: the owner of the returned type declares the edge by name.',
      { path: '^src/records/(?!(?:recording|definition)/)([^/]+)/' },
      { path: '^src/records/(?!(?:recording|definition)/)[^/]+/', pathNot: '^src/records/$1/' },
    ),
    forbid(
      'statistics-apart',
      'Statistics read records, not each other.',
      { path: '^src/statistics/([^/]+)/' },
      { path: '^src/statistics/[^/]+/', pathNot: '^src/statistics/$1/' },
    ),
    forbid(
      'statistics-read-sources',
      'Of records, statistics import their filter rules, sort keys, rollups and metrics alone.',
      { path: '^src/statistics/' },
      { path: '^src/records/', pathNot: ['/source\\.ts$', '^src/records/(registry\\.ts$|definition/metrics/)'] },
    ),
    forbid(
      'data-without-graphql',
      'What a record is made of is plain data: tables, sources, rollups, exports and recording statements know no GraphQL.',
      {
        path: '^src/records/([^/]+/(record|source|table|rollup|metrics|exportColumns|recording|kinds)|registry|definition/(recordType|metrics/[^/]+)|rollups)\\.ts$',
      },
      { path: ['^src/graphql/', packages('graphql', 'graphql-[^/]+', '@pothos', 'dataloader')] },
    ),
    forbid(
      'one-place-joins-schema',
      'Only records/schema.ts and server/schema.ts import parts of the schema for their effect.',
      { path: '^src/', pathNot: '^src/(records|server)/schema\\.ts$' },
      { path: '/mutations\\.ts$' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/(db|dashboard)/generated/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
