import { execFile } from 'node:child_process'
import type { RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The measured version. */
export const postgraphileVersion = '5.1.5'

const run = promisify(execFile)

/**
 * Installs PostGraphile with npm in a folder outside of this project: it is not a dependency, but is installed when its
 * benchmark runs.
 */
export const installPostgraphile = async (folder: string): Promise<void> => {
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--prefix', folder]
  await run('npm', ['install', ...options, `postgraphile@${postgraphileVersion}`], { cwd: folder })
}

/** What the benchmark uses of PostGraphile, whose types are not installed. */
interface Library {
  postgraphile(preset: object): { createServ(grafserv: unknown): { createHandler(): RequestListener } }
  readonly PostGraphileAmberPreset: object
  makePgService(options: { readonly connectionString: string; readonly schemas: readonly string[] }): object
  makeJSONPgSmartTagsPlugin(tags: object): object
  readonly grafserv: unknown
}

/** The relations of the nested list as smart tags, since the tables have no foreign keys. */
const relations = {
  version: 1,
  config: {
    class: {
      monitoring_messages: {
        tags: { foreignKey: '(session_id) references monitoring_sessions (session_id)|@fieldName session' },
      },
      monitoring_llm_calls: {
        tags: {
          foreignKey:
            '(message_id) references monitoring_messages (id)|@foreignSimpleFieldName llmCalls|@behavior +list',
        },
      },
    },
  },
}

/** Adds `Promise.withResolvers`, the one function of Node.js 22 that this version of PostGraphile requires. */
const addResolvers = (): void => {
  const withResolvers = () => {
    const settle: Partial<Record<'resolve' | 'reject', (value: unknown) => void>> = {}
    const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }))
    return { promise, ...settle }
  }
  if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers })
}

/** PostGraphile on the same tables, with its recommended preset and without GraphiQL. */
export const postgraphileHandler = (databaseUrl: string, folder: string): RequestListener => {
  addResolvers()
  const require = createRequire(join(folder, 'node_modules', 'index.js'))
  const paths = ['', '/presets/amber', '/adaptors/pg', '/utils', '/grafserv/node']
  const library = Object.assign({}, ...paths.map((path) => require(`postgraphile${path}`))) as Library
  const { postgraphile, PostGraphileAmberPreset, makePgService, makeJSONPgSmartTagsPlugin, grafserv } = library
  const preset = {
    extends: [PostGraphileAmberPreset],
    plugins: [makeJSONPgSmartTagsPlugin(relations)],
    pgServices: [makePgService({ connectionString: databaseUrl, schemas: ['public'] })],
    grafserv: { graphiql: false, websockets: false },
    grafast: { explain: false },
  }
  return postgraphile(preset).createServ(grafserv).createHandler()
}
