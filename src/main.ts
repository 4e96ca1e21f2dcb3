import { Command } from 'commander'
import { runDemo } from './commands/demo.ts'
import { explainFailure } from './commands/failure.ts'
import { runImport } from './commands/import.ts'
import { type PruneOptions, parseSpan, runPrune } from './commands/prune.ts'
import { serve } from './commands/serve.ts'
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

program
  .command('prune')
  .description('remove data that is older than a span of time')
  .requiredOption('--older-than <span>', 'how old, in minutes, hours, days or weeks: 90m, 12h, 30d, 4w', parseSpan)
  .option('--dry-run', 'count what would be removed, and remove nothing', false)
  .action((options: PruneOptions) => runPrune(readProcessConfig(), options))

try {
  await program.parseAsync()
} catch (error) {
  console.error(explainFailure(error))
  process.exitCode = 1
}
