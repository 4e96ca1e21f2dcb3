import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../../api/apiError.ts'
import { graphql } from '../../api/graphql.ts'
import { useOperation } from '../../api/useOperation.ts'
import type { Option } from '../../ui/OptionList.tsx'

const choicesDocument = graphql(`
  query DashboardChoices {
    bots: messageMetrics(groupBy: [BOT], first: 500) {
      groups { key { bot { id name } } }
    }
    pipelines: messageMetrics(groupBy: [PIPELINE], first: 500) {
      groups { key { pipeline { id name } } }
    }
  }
`)

/** The bots and pipelines that have messages, of any time, by name. They are loaded when a picker opens. */
export const useChoices = (
  isPickerOpen: boolean,
): {
  readonly query: UseQueryResult<unknown, ApiError>
  readonly bots: readonly Option[]
  readonly pipelines: readonly Option[]
} => {
  const query = useOperation(choicesDocument, {}, { enabled: isPickerOpen })
  const { data } = query
  return {
    query,
    bots: toOptions(data?.bots.groups.map(({ key }) => key.bot)),
    pipelines: toOptions(data?.pipelines.groups.map(({ key }) => key.pipeline)),
  }
}

const toOptions = (
  named: readonly ({ readonly id: string; readonly name: string | null } | null)[] = [],
): readonly Option[] =>
  named
    .flatMap((item) => (item ? [{ value: item.id, text: item.name ?? item.id }] : []))
    .sort((a, b) => a.text.localeCompare(b.text))
