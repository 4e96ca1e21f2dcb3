import './config/nodeEnvironment.ts'
import { Command } from 'commander'
import type { ExportOptions } from './cli/export.ts'
import { CommandError, explainFailure } from './cli/failure.ts'
import { describeSettings, readVersion } from './cli/help.ts'
import { readDurationOption } from './cli/options.ts'
import type { PruneOptions } from './cli/prune.ts'
import { rejectRepeatedOptions } from './cli/repeatedOptions.ts'
import type { RollupsOptions } from './cli/rollups.ts'
import type { CreateOptions } from './cli/token.ts'
import { readProcessConfig } from './config/config.ts'

// Each command imports its implementation when it is executed, after the settings have been checked, so that small
// commands start fast and invalid settings are reported at once.
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
    const config = readProcessConfig()
    const { serve } = await import('./cli/serve.ts')
    await serve(config)
  })

program
  .command('demo')
  .description('start the server with sample data: 30 days of generated traffic, and new records while it runs')
  .action(async () => {
    const config = readProcessConfig({ LOG_LEVEL: 'warn', DATA_DIR: 'data-demo' })
    const { runDemo } = await import('./cli/demo.ts')
    await runDemo(config)
  })

program
  .command('import')
  .description('import LangBot data from NDJSON files (existing rows are not changed) or from a LangBot database')
  .argument('[path]', 'a file such as monitoring_messages.ndjson, or a folder of such files')
  .option('--from <address>', 'a LangBot database: postgres://… or sqlite:/path/langbot.db')
  .option('--follow', 'with --from: keep running, and copy new and changed rows within seconds', false)
  .option('--skip-bad', 'skip and report invalid rows instead of stopping at the first', false)
  .action(async (path: string | undefined, { from, follow, skipBad }: ImportOptions) => {
    if ((path === undefined) === (from === undefined))
      throw new CommandError('Specify either a path to import, or a database with --from.')
    if (from !== undefined) {
      const config = readProcessConfig()
      const { copyDatabase } = await import('./cli/copyDatabase.ts')
      return copyDatabase(config, from, { follow, skipBad })
    }
    if (follow) throw new CommandError('--follow requires --from: files cannot be followed.')
    const config = readProcessConfig()
    const { runImport } = await import('./cli/import.ts')
    return runImport(config, path ?? '', { skipBad })
  })

program
  .command('prune')
  .description('remove data older than a given age')
  .requiredOption('--older-than <duration>', 'age such as 90m, 12h, 30d, 4w or 1y', readDurationOption)
  .option('--dry-run', 'count the rows without removing them', false)
  .action(async (options: PruneOptions) => {
    const config = readProcessConfig()
    const { runPrune } = await import('./cli/prune.ts')
    await runPrune(config, options)
  })

program
  .command('rollups')
  .description('verify or rebuild the rollups, from which statistics are read')
  .option('--verify', 'compare the rollups with the rows, and report differences', false)
  .option('--rebuild', 'rebuild all rollups from the rows; servers on PostgreSQL may keep running', false)
  .action(async (options: RollupsOptions) => {
    const config = readProcessConfig()
    const { runRollups } = await import('./cli/rollups.ts')
    await runRollups(config, options)
  })

program
  .command('export')
  .description('write records to standard output as CSV or NDJSON')
  .option('--type <type>', 'the record type (default: messages)')
  .option('--filter <json>', 'the filter of the GraphQL list as JSON, combined with the other options')
  .option('--bot <id...>', 'only rows of these bots')
  .option('--pipeline <id...>', 'only rows of these pipelines')
  .option('--session <id...>', 'only rows of these sessions')
  .option('--start <time>', 'only rows at or after this time, such as 2026-06-05 or 2026-06-05T13:00:00+08:00')
  .option('--end <time>', 'only rows at or before this time')
  .option('--last <duration>', 'only rows of the given duration until now, such as PT24H or P7D')
  .option('--calendar <period>', 'TODAY, YESTERDAY, THIS_WEEK, LAST_WEEK, THIS_MONTH or LAST_MONTH')
  .option('--time-zone <name>', 'time zone of --last and --calendar, such as Asia/Shanghai (default: UTC)')
  .option('--order-by <field>', 'an order of the GraphQL list (default: the time, of sessions the last activity)')
  .option('--direction <direction>', 'ASC or DESC (default: DESC, newest or largest first)')
  .option('--limit <rows>', 'maximum number of rows, 1 or more (default: 100000)')
  .option('--format <format>', 'csv or ndjson (default: csv)')
  .option('--columns <names>', 'comma-separated columns, in output order (default: the standard columns)')
  .option('--raw', 'write cells exactly as stored, without protection against spreadsheet formulas')
  .action(async (options: ExportOptions) => {
    const config = readProcessConfig()
    const { runExport } = await import('./cli/export.ts')
    await runExport(config, options)
  })

program.hook('preSubcommand', async (_program, command) => {
  if (command.name() !== 'export') return
  const { describeExportTypes } = await import('./cli/exportTypes.ts')
  describeExportTypes(command)
})

const token = program.command('token').description('create, list and revoke API tokens')

token
  .command('create')
  .description('create a token and print it; it cannot be shown again')
  .requiredOption('--name <name>', 'a name for its purpose, such as grafana')
  .option(
    '--scope <scopes...>',
    'access scopes: read, export, record or admin; separate several with commas or repeat the option; "" for none, which permits only to read Prometheus metrics at /metrics',
    ['read'],
  )
  .option('--expires <time>', 'lifetime such as 12h, 90d or 1y, or never', '90d')
  .action(async (options: CreateOptions) => {
    const config = readProcessConfig()
    const { runTokenCreate } = await import('./cli/token.ts')
    await runTokenCreate(config, options)
  })

token
  .command('list')
  .description('list all tokens with their scopes and last use')
  .action(async () => {
    const config = readProcessConfig()
    const { runTokenList } = await import('./cli/token.ts')
    await runTokenList(config)
  })

token
  .command('revoke')
  .description('revoke a token')
  .argument('<name>', 'name or id of the token')
  .action(async (name: string) => {
    const config = readProcessConfig()
    const { runTokenRevoke } = await import('./cli/token.ts')
    await runTokenRevoke(config, name)
  })

rejectRepeatedOptions(program)

try {
  const args = process.argv.slice(2)
  await program.parseAsync(args.length === 0 ? ['serve'] : args, { from: 'user' })
} catch (error) {
  console.error(explainFailure(error))
  process.exitCode = 1
}
