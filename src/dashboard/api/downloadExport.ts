import { ApiError } from './apiError.ts'
import { saveFile } from './saveFile.ts'
import { readToken, rejectToken } from './token.ts'

/** What is exported of a record. */
export interface ExportSelection {
  readonly filter: object
  /** The order of the rows; by default the newest come first. */
  readonly orderBy?: { readonly field: string; readonly direction: string } | undefined
  /** The columns; by default those that the server chooses. */
  readonly columns?: readonly string[] | undefined
}

/**
 * Downloads an export as a file, with the token of the page, which a link could not carry. The file is in memory until
 * it is stored.
 * @throws ApiError with the message of the server.
 */
export const downloadExport = async (
  type: string,
  { filter, orderBy, columns }: ExportSelection,
): Promise<{ readonly isTruncated: boolean }> => {
  const token = readToken()
  const query = new URLSearchParams({
    type,
    filter: JSON.stringify(filter),
    ...(orderBy ? { orderBy: orderBy.field, direction: orderBy.direction } : {}),
    ...(columns ? { columns: columns.join(',') } : {}),
  })
  const response = await fetch(`/api/v1/monitoring/export?${query}`, {
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
  })
  if (response.status === 401) rejectToken(token)
  if (!response.ok) throw await readFailure(response)
  saveFile(await response.blob(), readFileName(response) ?? `${type}.csv`)
  return { isTruncated: response.headers.get('X-Truncated') === 'true' }
}

const readFileName = ({ headers }: Response): string | undefined =>
  /filename="([^"]+)"/.exec(headers.get('Content-Disposition') ?? '')?.[1]

const readFailure = async (response: Response): Promise<ApiError> => {
  const { code, message, requestId } = (await response.json().catch(() => ({}))) as Partial<ApiError>
  return new ApiError(code ?? 'UNREACHABLE', message ?? response.statusText, { requestId })
}
