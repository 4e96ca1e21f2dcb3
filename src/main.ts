import './config/nodeEnvironment.ts'
import { Command } from 'commander'
import { copyDatabase } from './cli/copyDatabase.ts'
import { runDemo } from './cli/demo.ts'
import { type ExportOptions, runExport } from './cli/export.ts'
import { CommandError, explainFailure } from './cli/failure.ts'
import { runImport } from './cli/import.ts'
import { type PruneOptions, parseSpan, runPrune } from './cli/prune.ts'
import { rejectRepeatedOptions } from './cli/repeatedOptions.ts'
import { type RollupsOptions, runRollups } from './cli/rollups.ts'
import { serve } from './cli/serve.ts'
import { type CreateOptions, runTokenCreate, runTokenList, runTokenRevoke } from './cli/token.ts'
import { readProcessConfig } from './config/config.ts'

interface ImportOptions {
  readonly from?: string
  readonly follow: boolean
  readonly skipBad: boolean
}

const program = new Command('botlens').description('GraphQL server for the monitoring data of LLM chatbots')

program
  .command('serve', { isDefault: true })
  .description('serve what the database holds')
  .action(async () => {
    await serve(readProcessConfig())
  })

program
  .command('demo')
  .description('start the server with sample data: 30 days of generated traffic, and new records while it runs')
  .action(() => runDemo(readProcessConfig({ LOG_LEVEL: 'warn', DATA_DIR: 'data-demo' })))

program
  .command('import')
  .description('load data of LangBot: NDJSON tables, or its database; of files, rows that exist stay as they are')
  .argument('[path]', 'a file such as monitoring_messages.ndjson, or a folder with such files')
  .option('--from <address>', 'a database of LangBot: postgres://… or sqlite:/path/langbot.db')
  .option('--follow', 'with --from: go on, and copy what is new or changed within seconds', false)
  .option('--skip-bad', 'leave bad rows out and name them, instead of stopping at the first', false)
  .action((path: string | undefined, { from, follow, skipBad }: ImportOptions) => {
    if ((path === undefined) === (from === undefined))
      throw new CommandError('Give either a path to import, or a database with --from.')
    if (from !== undefined) return copyDatabase(readProcessConfig(), from, { follow, skipBad })
    if (follow) throw new CommandError('--follow goes with --from: files are not followed.')
    return runImport(readProcessConfig(), path ?? '', { skipBad })
  })

program
  .command('prune')
  .description('remove data that is older than a span of time')
  .requiredOption('--older-than <span>', 'how old, in minutes, hours, days or weeks: 90m, 12h, 30d, 4w', parseSpan)
  .option('--dry-run', 'count what would be removed, and remove nothing', false)
  .action((options: PruneOptions) => runPrune(readProcessConfig(), options))

program
  .command('rollups')
  .description('check the sums that figures are read from against the rows, or make them anew')
  .option('--verify', 'compare hour by hour, and name what differs', false)
  .option('--rebuild', 'make all anew from the rows, while servers go on', false)
  .action((options: RollupsOptions) => runRollups(readProcessConfig(), options))

program
  .command('export')
  .description('write records to the standard output as CSV or NDJSON, the newest first')
  .option('--type <type>', 'messages, llm-calls, embedding-calls, errors, sessions or feedback (default: messages)')
  .option('--bot <id...>', 'only rows of these bots')
  .option('--pipeline <id...>', 'only rows of these pipelines')
  .option('--session <id...>', 'only rows of these sessions')
  .option('--start <time>', 'only rows from this time on, such as 2026-06-05 or 2026-06-05T13:00:00+08:00')
  .option('--end <time>', 'only rows up to this time, inclusive')
  .option('--limit <rows>', 'most rows, 1 or more (default: 100000)')
  .option('--format <format>', 'csv or ndjson (default: csv)')
  .option('--columns <names>', 'comma-separated choice of columns, in that order (default: all)')
  .option('--raw', 'write cells exactly as stored, without the guard against spreadsheet formulas')
  .action((options: ExportOptions) => runExport(readProcessConfig(), options))

const token = program.command('token').description('API tokens: make, list and revoke them')

token
  .command('create')
  .description('make a token and show it, this once')
  .requiredOption('--name <name>', 'what it is for, e.g. grafana')
  .option(
    '--scope <scopes...>',
    'read, export, record, admin, several with commas or by repeating the option; "" for /metrics alone',
    ['read'],
  )
  .option('--expires <time>', 'e.g. 12h, 90d, 1y, or never', '90d')
  .action((options: CreateOptions) => runTokenCreate(readProcessConfig(), options))

token
  .command('list')
  .description('list all tokens, with their scopes and last use')
  .action(() => runTokenList(readProcessConfig()))

token
  .command('revoke')
  .description('make a token useless from now on')
  .argument('<name>', 'its name or id')
  .action((name: string) => runTokenRevoke(readProcessConfig(), name))

rejectRepeatedOptions(program)

try {
  await program.parseAsync()
} catch (error) {
  console.error(explainFailure(error))
  process.exitCode = 1
}
