import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiError } from '../api/apiError.ts'

/**
 * The columns whose fields the data of a list has: those that are shown, or, while other data is loaded in its place,
 * those that were shown when it was loaded.
 */
export const useLoadedColumns = (
  { data, isPlaceholderData }: UseQueryResult<unknown, ApiError>,
  shown: readonly string[],
): readonly string[] => {
  const [loaded, setLoaded] = useState(shown)
  const isLoaded = data !== undefined && !isPlaceholderData
  if (isLoaded && shown.join() !== loaded.join()) setLoaded(shown)
  return isLoaded ? shown : loaded
}
