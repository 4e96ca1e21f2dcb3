import { type Extension, PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

/** Bounds what a checkpoint keeps of the write-ahead log. */
const walSettings = ['-c', 'min_wal_size=32MB', '-c', 'max_wal_size=64MB']
/** The status with which PostgreSQL's own error handling leaves its main loop. */
const longjmpStatus = 100
/** ENOSPC and EDQUOT, as the engine's file system numbers them. */
const noSpaceNumbers: readonly unknown[] = [51, 19]

type Write = (stream: { readonly path?: string }, ...rest: readonly [Uint8Array, number, number, number]) => number

/** The parts of the engine's module that are watched here, beyond its own types. */
interface Internals {
  _PostgresMainLoopOnce: () => void
  readonly FS: { readonly filesystems: { readonly NODEFS: { readonly stream_ops: { write: Write } } } }
}

/** What happens around the writes of the engine. */
export interface WriteWatch {
  /** Called before each write, with its file and number of bytes. */
  before(path: string, bytes: number): void
  /** Called when the disk has no space for a write; returns whether to try again. */
  onNoSpace(path: string): boolean
}

/** How an engine is opened. */
export interface EngineOptions {
  readonly dataFolder: string
  readonly writes: WriteWatch
  /** Called with each line that PostgreSQL logs. */
  readonly onLog: (line: string) => void
  /** Called when PostgreSQL has stopped by itself, as after a failed write of its log. It must not return. */
  readonly onCrash: () => never
}

/** Opens the database of a folder, and creates it where there is none. */
export const openEngine = async ({ dataFolder, onLog, ...watch }: EngineOptions): Promise<PGlite> =>
  PGlite.create({
    dataDir: dataFolder,
    // The watch comes last: the module is made from exactly the object that it returns.
    extensions: { pg_trgm, watch: watchModule(watch) },
    startParams: [...PGlite.defaultStartParams, ...walSettings],
    onStderr: (line) => {
      onLog(line)
      return true
    },
  })

/** Watches the module of an engine; as an extension, since that is set up before PostgreSQL runs. */
const watchModule = ({ writes, onCrash }: Pick<EngineOptions, 'writes' | 'onCrash'>): Extension => ({
  name: 'watch',
  setup: async (_, options: { preRun?: readonly unknown[] }) => {
    const watchWrites = ({ FS }: Internals) => {
      const operations = FS.filesystems.NODEFS.stream_ops
      operations.write = watched(operations.write, writes)
    }
    const emscriptenOpts = { ...options, preRun: [...(options.preRun ?? []), watchWrites] }
    let runOnce: Internals['_PostgresMainLoopOnce'] | undefined
    Object.defineProperty(emscriptenOpts, '_PostgresMainLoopOnce', {
      enumerable: true,
      get: () => runOnce,
      set: (original: Internals['_PostgresMainLoopOnce']) => {
        runOnce = () => {
          try {
            original()
          } catch (error) {
            // The engine ignores this exception and calls again, without end.
            if (!hasProperty(error, 'status', [longjmpStatus])) onCrash()
            throw error
          }
        }
      },
    })
    return { emscriptenOpts }
  },
})

const watched =
  (write: Write, watch: WriteWatch): Write =>
  (stream, ...rest) => {
    const path = stream.path ?? ''
    watch.before(path, rest[2])
    try {
      return write(stream, ...rest)
    } catch (error) {
      if (!hasProperty(error, 'errno', noSpaceNumbers) || !watch.onNoSpace(path)) throw error
      return write(stream, ...rest)
    }
  }

const hasProperty = (error: unknown, name: string, values: readonly unknown[]): boolean =>
  typeof error === 'object' && error !== null && values.includes((error as Readonly<Record<string, unknown>>)[name])
