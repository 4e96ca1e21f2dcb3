import { type Extension, PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

/** Limits the size of the write-ahead log that a checkpoint keeps. */
const walSettings = ['-c', 'min_wal_size=32MB', '-c', 'max_wal_size=64MB']
/** The exit status with which PostgreSQL's error handling leaves its main loop. */
const longjmpStatus = 100
/** The error numbers of ENOSPC and EDQUOT in the engine's file system. */
const noSpaceNumbers: readonly unknown[] = [51, 19]

type Write = (stream: { readonly path?: string }, ...rest: readonly [Uint8Array, number, number, number]) => number

/** Members of the engine's module that its types do not declare. */
interface Internals {
  _PostgresMainLoopOnce: () => void
  readonly FS: { readonly filesystems: { readonly NODEFS: { readonly stream_ops: { write: Write } } } }
}

/** Callbacks around the writes of the engine. */
export interface WriteWatch {
  /** Called before each write, with its file and size in bytes. */
  before(path: string, bytes: number): void
  /** Called when a write fails because of a full disk. Returns whether to retry it. */
  onNoSpace(path: string): boolean
}

/** Options of an engine. */
export interface EngineOptions {
  readonly dataFolder: string
  readonly writes: WriteWatch
  /** Called with each line that PostgreSQL logs. */
  readonly onLog: (line: string) => void
  /** Called when PostgreSQL has stopped because of an error, e.g. after a failed write of its log. Must not return. */
  readonly onCrash: () => never
}

/** Opens the database of a folder, and creates it if there is none. */
export const openEngine = async ({ dataFolder, onLog, ...watch }: EngineOptions): Promise<PGlite> =>
  PGlite.create({
    dataDir: dataFolder,
    // The watch must be last: the module is created from exactly the object that it returns.
    extensions: { pg_trgm, watch: watchModule(watch) },
    startParams: [...PGlite.defaultStartParams, ...walSettings],
    onStderr: (line) => {
      onLog(line)
      return true
    },
  })

/** Watches the module of an engine. An extension is used since it is set up before PostgreSQL starts. */
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
            // The engine ignores this exception and retries in an endless loop.
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
