import './config/nodeEnvironment.ts'
import { Command } from 'commander'
import { copyDatabase } from './cli/copyDatabase.ts'
import { runDemo } from './cli/demo.ts'
import { type ExportOptions, exportTypeNames, runExport } from './cli/export.ts'
import { CommandError, explainFailure } from './cli/failure.ts'
import { describeSettings, readVersion } from './cli/help.ts'
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

const program = new Command('botlens')
  .description('GraphQL server for the monitoring data of LLM chatbots. Without a command, it runs serve.')
  .version(readVersion(), '--version', 'print the version')

program
  .command('serve')
  .description('start the server')
  .addHelpText('after', describeSettings)
  .action(async () => {
    await serve(readProcessConfig())
  })

program
  .command('demo')
  .description('start the server with sample data: 30 days of generated traffic, and new records while it runs')
  .action(() => runDemo(readProcessConfig({ LOG_LEVEL: 'warn', DATA_DIR: 'data-demo' })))

program
  .command('import')
  .description('import data of LangBot from NDJSON files, which leaves existing rows unchanged, or from its database')
  .argument('[path]', 'a file such as monitoring_messages.ndjson, or a folder of such files')
  .option('--from <address>', 'a LangBot database: postgres://… or sqlite:/path/langbot.db')
  .option('--follow', 'with --from: keep running, and copy new and changed rows within seconds', false)
  .option('--skip-bad', 'skip and report invalid rows instead of stopping at the first', false)
  .action((path: string | undefined, { from, follow, skipBad }: ImportOptions) => {
    if ((path === undefined) === (from === undefined))
      throw new CommandError('Specify either a path to import, or a database with --from.')
    if (from !== undefined) return copyDatabase(readProcessConfig(), from, { follow, skipBad })
    if (follow) throw new CommandError('--follow requires --from: files cannot be followed.')
    return runImport(readProcessConfig(), path ?? '', { skipBad })
  })

program
  .command('prune')
  .description('remove data older than a given age')
  .requiredOption('--older-than <span>', 'age in minutes, hours, days or weeks: 90m, 12h, 30d, 4w', parseSpan)
  .option('--dry-run', 'count the rows without removing them', false)
  .action((options: PruneOptions) => runPrune(readProcessConfig(), options))

program
  .command('rollups')
  .description('verify or rebuild the rollups, from which statistics are read')
  .option('--verify', 'compare the rollups with the rows, and report differences', false)
  .option('--rebuild', 'rebuild all rollups from the rows; servers may keep running', false)
  .action((options: RollupsOptions) => runRollups(readProcessConfig(), options))

program
  .command('export')
  .description('write records to the standard output as CSV or NDJSON, newest first')
  .option('--type <type>', `${exportTypeNames.join(', ')} (default: messages)`)
  .option('--bot <id...>', 'only rows of these bots')
  .option('--pipeline <id...>', 'only rows of these pipelines')
  .option('--session <id...>', 'only rows of these sessions')
  .option('--start <time>', 'only rows at or after this time, such as 2026-06-05 or 2026-06-05T13:00:00+08:00')
  .option('--end <time>', 'only rows at or before this time')
  .option('--limit <rows>', 'maximum number of rows, 1 or more (default: 100000)')
  .option('--format <format>', 'csv or ndjson (default: csv)')
  .option('--columns <names>', 'comma-separated columns, in output order (default: all)')
  .option('--raw', 'write cells exactly as stored, without protection against spreadsheet formulas')
  .action((options: ExportOptions) => runExport(readProcessConfig(), options))

const token = program.command('token').description('create, list and revoke API tokens')

token
  .command('create')
  .description('create a token and print it; it cannot be shown again')
  .requiredOption('--name <name>', 'a name for its purpose, such as grafana')
  .option(
    '--scope <scopes...>',
    'read, export, record or admin; separate several with commas or repeat the option; "" for /metrics only',
    ['read'],
  )
  .option('--expires <time>', 'lifetime such as 12h, 90d or 1y, or never', '90d')
  .action((options: CreateOptions) => runTokenCreate(readProcessConfig(), options))

token
  .command('list')
  .description('list all tokens with their scopes and last use')
  .action(() => runTokenList(readProcessConfig()))

token
  .command('revoke')
  .description('revoke a token')
  .argument('<name>', 'name or id of the token')
  .action((name: string) => runTokenRevoke(readProcessConfig(), name))

rejectRepeatedOptions(program)

try {
  const args = process.argv.slice(2)
  await program.parseAsync(args.length === 0 ? ['serve'] : args, { from: 'user' })
} catch (error) {
  console.error(explainFailure(error))
  process.exitCode = 1
}
