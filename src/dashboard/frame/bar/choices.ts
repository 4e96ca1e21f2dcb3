import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ApiError } from '../../api/apiError.ts'
import { execute } from '../../api/execute.ts'
import { graphql } from '../../api/graphql.ts'
import type { OperationDocument, ResultOf } from '../../api/resultOf.ts'
import { operationKey, useOperation } from '../../api/useOperation.ts'
import { withFragments } from '../../api/withFragments.ts'
import type { ScopeSearch } from '../../scope/search.ts'
import { useScope } from '../../scope/useScope.ts'
import type { Option } from '../../ui/OptionList.tsx'

const choicesFragment = graphql(`
  fragment Choices on Query {
    bots: messageMetrics(groupBy: [BOT], first: 500) {
      groups { key { bot { id name } } }
    }
    pipelines: messageMetrics(groupBy: [PIPELINE], first: 500) {
      groups { key { pipeline { id name } } }
    }
  }
`)

const choicesDocument = withFragments(
  graphql(`
    query DashboardChoices {
      ...Choices
    }
  `),
  choicesFragment,
)

type ChoicesData = ResultOf<typeof choicesDocument>

const choicesKey = operationKey(choicesDocument, {})

/** Whether the bar shows the name of a bot or pipeline: that of a single choice. */
const isNameShown = ({ bot, pipeline }: ScopeSearch): boolean => bot?.length === 1 || pipeline?.length === 1

/**
 * The bots and pipelines that have messages, of any time, by name. They are loaded if a name is shown or a picker is
 * open. `isWithRecord` leaves them to the operation of a record that is open.
 */
export const useChoices = (
  isPickerOpen: boolean,
  isWithRecord: boolean,
): { readonly bots: readonly Option[]; readonly pipelines: readonly Option[] } => {
  const { search } = useScope()
  const { open }: { readonly open?: string | undefined } = useSearch({ strict: false })
  const isLeftToRecord = isWithRecord && open !== undefined
  const { data } = useOperation(
    choicesDocument,
    {},
    { enabled: isPickerOpen || (isNameShown(search) && !isLeftToRecord) },
  )
  return {
    bots: toOptions(data?.bots.groups.map(({ key }) => key.bot)),
    pipelines: toOptions(data?.pipelines.groups.map(({ key }) => key.pipeline)),
  }
}

/**
 * Loads a record of a view that sends two other requests, and in the same request the bots and pipelines, if the bar
 * shows the name of one and does not know it yet.
 */
export const useRecordWithChoices = <Data extends Partial<ChoicesData>>(
  document: OperationDocument<Data, { id: string; withChoices: boolean }>,
  id: string,
): UseQueryResult<Data, ApiError> => {
  const { search } = useScope()
  return useQuery<Data, ApiError>({
    queryKey: operationKey(document, { id }),
    queryFn: async ({ client, signal }) => {
      const withChoices = isNameShown(search) && client.getQueryData(choicesKey) === undefined
      const data = await execute(withFragments(document, choicesFragment), { id, withChoices }, signal)
      const { bots, pipelines } = data
      if (bots && pipelines) client.setQueryData<ChoicesData>(choicesKey, { bots, pipelines })
      return data
    },
    placeholderData: keepPreviousData,
  })
}

const toOptions = (
  named: readonly ({ readonly id: string; readonly name: string | null } | null)[] = [],
): readonly Option[] =>
  named
    .flatMap((item) => (item ? [{ value: item.id, text: item.name ?? item.id }] : []))
    .sort((a, b) => a.text.localeCompare(b.text))
