import { Command } from 'commander'
import { runDemo } from './commands/demo.ts'
import { explainFailure } from './commands/failure.ts'
import { runImport } from './commands/import.ts'
import { serve } from './commands/serve.ts'
import { type CreateOptions, runTokenCreate, runTokenList, runTokenRevoke } from './commands/token.ts'
import { readProcessConfig } from './config.ts'

const program = new Command('botlens').description('GraphQL server for the monitoring data of LLM chatbots')

program
  .command('serve', { isDefault: true })
  .description('serve what the database holds')
  .action(async () => {
    await serve(readProcessConfig())
  })

program
  .command('demo')
  .description('serve demo data: thirty days of made-up traffic, and live records as time goes on')
  .action(() => runDemo(readProcessConfig({ LOG_LEVEL: 'warn' })))

program
  .command('import')
  .description('load NDJSON tables of LangBot; rows that exist stay as they are')
  .argument('<path>', 'a file such as monitoring_messages.ndjson, or a folder with such files')
  .option('--skip-bad', 'leave bad lines out and name them in the end, instead of stopping at the first', false)
  .action((path: string, options: { skipBad: boolean }) => runImport(readProcessConfig(), path, options))

const token = program.command('token').description('API tokens: make, list and revoke them')

token
  .command('create')
  .description('make a token and show it, this once')
  .requiredOption('--name <name>', 'what it is for, e.g. grafana')
  .option('--scope <scopes>', 'read, export, record, admin, several with commas; "" for /metrics alone', 'read')
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

try {
  await program.parseAsync()
} catch (error) {
  console.error(explainFailure(error))
  process.exitCode = 1
}
