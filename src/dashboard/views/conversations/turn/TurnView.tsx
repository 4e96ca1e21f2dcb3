import { getRouteApi } from '@tanstack/react-router'
import { TurnDetails } from './TurnDetails.tsx'

const turnPage = getRouteApi('/conversations/turns/$id')

/** The page of one turn. */
export const TurnView = () => {
  const { id } = turnPage.useParams()
  const { part } = turnPage.useSearch()
  return <TurnDetails id={id} part={part} isPage />
}
