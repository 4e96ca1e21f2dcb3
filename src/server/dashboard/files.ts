import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { notFound } from '../../shared/errors.ts'
import { once } from '../../shared/once.ts'
import { dashboardHeaders } from '../http/securityHeaders.ts'
import { makeStaticFile, type RespondWithFile } from '../http/staticFile.ts'

/** The built dashboard: the same folder whether the server runs from its sources or from its build. */
const buildFolder = join(import.meta.dirname, '..', '..', '..', 'dist', 'dashboard')

/** The types of files that the build creates, and whether compression makes them smaller. */
const types: Readonly<Record<string, { readonly contentType: string; readonly isCompressible: boolean }>> = {
  '.js': { contentType: 'text/javascript; charset=utf-8', isCompressible: true },
  '.css': { contentType: 'text/css; charset=utf-8', isCompressible: true },
  '.svg': { contentType: 'image/svg+xml', isCompressible: true },
  '.woff2': { contentType: 'font/woff2', isCompressible: false },
}

/** The dashboard in memory. */
export interface DashboardFiles {
  readonly page: RespondWithFile
  /** Responds with the page, and status 404: it says that there is no such page. */
  readonly unknownPage: RespondWithFile
  /** Responds with a file of `/assets/`, by its name; undefined if there is none. */
  readonly asset: (name: string) => RespondWithFile | undefined
}

/** Creates the reader of the built dashboard, which reads the files for the first request and keeps them. */
export const makeDashboardFiles = (folder: string = buildFolder): (() => Promise<DashboardFiles>) =>
  once(async () => {
    // The page first: without a build, both fail, and its error says what to do.
    const pages = await readPage(folder)
    const assets = await readAssets(join(folder, 'assets'))
    return { ...pages, asset: (name) => assets.get(name) }
  })

const readPage = async (folder: string): Promise<Pick<DashboardFiles, 'page' | 'unknownPage'>> => {
  const file = await readFile(join(folder, 'index.html')).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? notFound('The dashboard is not built: run npm run build.') : error
  })
  return {
    page: makeStaticFile(file, { headers: { ...dashboardHeaders, 'Cache-Control': 'no-cache' } }),
    unknownPage: makeStaticFile(file, { headers: { ...dashboardHeaders, 'Cache-Control': 'no-store' }, status: 404 }),
  }
}

/** Names contain a hash of their content: a file never changes. */
const readAssets = async (folder: string): Promise<ReadonlyMap<string, RespondWithFile>> => {
  const names = await readdir(folder)
  const files = names.flatMap((name) => {
    const type = types[extname(name)]
    return type ? [{ name, ...type }] : []
  })
  return new Map(
    await Promise.all(
      files.map(async ({ name, contentType, isCompressible }) => {
        const headers = { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=31536000, immutable' }
        return [name, makeStaticFile(await readFile(join(folder, name)), { headers, isCompressible })] as const
      }),
    ),
  )
}
