import { getRouteApi } from '@tanstack/react-router'
import { useTexts } from '../../../i18n/language.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { BackLink } from '../../../ui/BackLink.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { TurnDetails } from './TurnDetails.tsx'

const turnPage = getRouteApi('/conversations/turns/$id')

/** The page of one turn. */
export const TurnView = () => {
  const { allTurns } = useTexts(conversationTexts)
  const { id } = turnPage.useParams()
  const { part } = turnPage.useSearch()
  return (
    <>
      <BackLink to="/conversations" search={keepScope}>
        {allTurns}
      </BackLink>
      <TurnDetails id={id} part={part} isPage />
    </>
  )
}
