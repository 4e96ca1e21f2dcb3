import { getRouteApi } from '@tanstack/react-router'
import { type RawSearch, readChoice, readText } from '../../../scope/search.ts'

/** The search parameters of the page of a session. */
export interface SessionSearch {
  /** The order of the turns; by default the oldest come first. */
  readonly order?: 'newest' | undefined
  /** The id of the turn that is open, and the step that is open in its trace. */
  readonly open?: string | undefined
  readonly part?: string | undefined
}

/** Reads the search parameters of the page. */
export const readSessionSearch = (raw: RawSearch): SessionSearch => ({
  order: readChoice(raw, 'order', ['newest']),
  open: readText(raw, 'open'),
  part: readText(raw, 'part'),
})

/** The hooks of the page's route. */
export const sessionPage = getRouteApi('/conversations/sessions/$id')
