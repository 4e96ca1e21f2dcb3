import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { exitTimeout } from '../../src/cli/stop.ts'
import { readConfig } from '../../src/config/config.ts'
import { listSettings } from '../../src/config/settings.ts'
import { livePath, readyPath } from '../../src/server/observability/routes.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (...path: string[]) => readFile(join(root, ...path), 'utf8')
const known = new Set(listSettings().map(({ name }) => name))

type Environment = Record<string, string>

/** Checks that each name is a setting, and that the values are valid. Returns the settings. */
const checkSettings = ({ NODE_ENV, ...environment }: Environment) => {
  expect(['production', undefined]).toContain(NODE_ENV)
  expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([])
  return readConfig(environment)
}

interface Container {
  readonly image: string
  readonly command?: readonly string[]
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[]
  readonly startupProbe: Probe
  readonly livenessProbe: Probe
  readonly readinessProbe: Probe
}
interface Probe {
  readonly periodSeconds: number
  readonly timeoutSeconds: number
  readonly failureThreshold: number
  readonly httpGet: { readonly path: string; readonly port: string }
}
interface Deployment {
  readonly spec: {
    readonly selector: { readonly matchLabels: object }
    readonly strategy: { readonly rollingUpdate: object }
    readonly template: {
      readonly metadata: { readonly labels: object }
      readonly spec: {
        readonly terminationGracePeriodSeconds: number
        readonly initContainers: readonly [Container]
        readonly containers: readonly [Container]
      }
    }
  }
}

test('the Kubernetes example uses existing settings, paths and names', async () => {
  const names = (await readdir(join(root, 'deploy', 'kubernetes'))).toSorted()
  const objects = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, parse(await read('deploy', 'kubernetes', name))] as const)),
  )
  expect(names).toEqual(['kustomization.yaml', ...objects['kustomization.yaml'].resources].toSorted())
  const { spec }: Deployment = objects['deployment.yaml']
  const [container] = spec.template.spec.containers
  const secret: { metadata: { name: string }; stringData: Environment } = objects['secret.yaml']
  const given = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
  const config = checkSettings({ ...secret.stringData, ...given })
  expect(container.envFrom).toEqual([{ secretRef: { name: secret.metadata.name } }])
  expect(container.ports).toEqual([{ name: 'http', containerPort: config.port }])
  const [migrations] = spec.template.spec.initContainers
  expect([migrations.image, migrations.envFrom]).toEqual([container.image, container.envFrom])
  expect(migrations.command).toEqual(['node', 'dist/main.js', 'token', 'list'])
  const { startupProbe, livenessProbe, readinessProbe } = container
  expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet)).toEqual(
    [livePath, livePath, readyPath].map((path) => ({ path, port: 'http' })),
  )
  expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 })
  const { periodSeconds, timeoutSeconds, failureThreshold } = readinessProbe
  expect(config.shutdownDrainMs / 1000).toBeGreaterThan(periodSeconds * failureThreshold + timeoutSeconds)
  const stopSeconds = (config.shutdownDrainMs + exitTimeout) / 1000
  expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(stopSeconds)
  for (const labels of [
    spec.selector.matchLabels,
    objects['service.yaml'].spec.selector,
    objects['disruptionBudget.yaml'].spec.selector.matchLabels,
  ])
    expect(labels).toEqual(spec.template.metadata.labels)
})

test('compose.yaml uses existing settings and files', async () => {
  const { services, volumes } = parse(await read('compose.yaml'), { merge: true })
  const image = await readImageEnvironment()
  // Variables that have to be given, or may be empty.
  const fill = (value: string) => value.replaceAll(/\$\{\w+(:-|:\?[^}]*)\}/g, (_, rule) => (rule === ':-' ? '' : 'x'))
  const given = Object.entries<string>(services.botlens.environment).map(([name, value]) => [name, fill(value)])
  const config = checkSettings({ ...image, ...Object.fromEntries(given) })
  expect(services.botlens.ports).toEqual([`127.0.0.1:${config.port}:${config.port}`])
  expect(Number.parseInt(services.botlens.stop_grace_period, 10) * 1000).toBeGreaterThan(
    config.shutdownDrainMs + exitTimeout,
  )
  expect(services.replica.image).toBe(services.primary.image)
  const mounts: string[] = [...services.primary.volumes, ...services.replica.volumes].map(
    (mount) => mount.split(':')[0],
  )
  for (const mount of mounts.filter((name) => name.startsWith('./'))) await stat(join(root, mount))
  expect(mounts.filter((name) => !name.startsWith('./'))).toEqual(Object.keys(volumes))
})

/** The variables that the container image sets. */
const readImageEnvironment = async (): Promise<Environment> => {
  const [, line = ''] = /^ENV (.+)$/m.exec(await read('Dockerfile')) ?? []
  return Object.fromEntries(line.split(' ').map((pair) => pair.split('=', 2)))
}

test('the replica of compose.yaml repeats a copy that was killed, and keeps a complete one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'botlens-replica-'))
  const data = join(folder, 'data')
  await mkdir(data)
  const write = async (name: string, script: string) => {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
    await chmod(join(folder, name), 0o755)
  }
  /** Starts the replica, whose copy runs a script, and returns the files of its data folder, or the failure. */
  const start = async (copy: string) => {
    await write('pg_basebackup', copy)
    await write('postgres', 'ls "$PGDATA"')
    const environment = {
      PATH: `${folder}:${process.env['PATH']}`,
      PGDATA: data,
      REPLICATION_PASSWORD: 'x',
      PRIMARY_HOST: 'x',
    }
    const script = join(root, 'deploy', 'compose', 'replica.sh')
    const started = promisify(execFile)('sh', [script], { env: environment })
    return started.then(
      ({ stdout }) => stdout.trim().split('\n'),
      () => 'failed',
    )
  }
  expect(await start('echo 18 > "$PGDATA/PG_VERSION"; kill -9 $$')).toBe('failed')
  expect(await start('echo 18 > "$PGDATA/PG_VERSION"; touch "$PGDATA/copied-again"')).toEqual([
    'PG_VERSION',
    'botlens-copied',
    'copied-again',
  ])
  expect(await start('exit 1')).toEqual(['PG_VERSION', 'botlens-copied', 'copied-again'])
  await rm(folder, { recursive: true })
})

test('the container image uses existing settings and files, and runs as the start script does', async () => {
  const dockerfile = await read('Dockerfile')
  checkSettings(await readImageEnvironment())
  const { scripts } = JSON.parse(await read('package.json'))
  const [, command = ''] = /^CMD (\[.+\])$/m.exec(dockerfile) ?? []
  expect(JSON.parse(command).join(' ')).toBe(scripts.start)
  expect(dockerfile).toContain(livePath)
  expect(dockerfile).toMatch(/^USER node$/m)
  const context = [...(await read('.dockerignore')).matchAll(/^!(.+)$/gm)].map(([, path = '']) => path)
  for (const path of context) await stat(join(root, path))
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \.\/$/gm)].flatMap(([, paths = '']) => paths.split(' '))
  expect(copied.filter((path) => !context.includes(path))).toEqual([])
})

test('the systemd unit uses existing settings, and runs as the start script does', async () => {
  const unit = await read('deploy', 'systemd', 'botlens.service')
  const [, variables = ''] = /^Environment=(.+)$/m.exec(unit) ?? []
  const config = checkSettings(Object.fromEntries(variables.split(' ').map((pair) => pair.split('=', 2))))
  const { scripts } = JSON.parse(await read('package.json'))
  expect(unit).toContain(`ExecStart=/usr/bin/${scripts.start}\n`)
  const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? []
  expect(Number(seconds) * 1000).toBeGreaterThan(config.shutdownDrainMs + exitTimeout)
})
