import type { ReactNode } from 'react'
import { seriesColor } from '../../charts/palette.ts'
import { useTexts } from '../../i18n/language.ts'
import { readCost } from '../../parts/costs.ts'
import { RecordedCost } from '../../parts/RecordedCost.tsx'
import { parseSorting, sortRows, toggleSorting } from '../../scope/sorting.ts'
import { useFormats } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import type { TokensData } from './document.ts'
import { tokensPage } from './search.ts'
import { tokensTexts } from './texts.ts'

type Row = TokensData['groups'][number]

const values: Readonly<Record<string, (row: Row) => number | string | null>> = {
  model: ({ key }) => key.model,
  tokens: ({ measures }) => measures.totalTokens,
  input: ({ measures }) => measures.inputTokens,
  output: ({ measures }) => measures.outputTokens,
  calls: ({ measures }) => measures.calls,
  failed: ({ measures }) => measures.failedCalls,
  cost: ({ measures }) => readCost(measures),
  p50: ({ measures }) => measures.durationMs.p50,
  p95: ({ measures }) => measures.durationMs.p95,
}

/** Token usage, cost and duration of each model. */
export const ModelTable = ({ data: { groups, groupCount, truncated } }: { readonly data: TokensData }) => {
  const texts = useTexts(tokensTexts)
  const formats = useFormats()
  const { sort = '-tokens' } = tokensPage.useSearch()
  const navigate = tokensPage.useNavigate()
  const sorting = parseSorting(sort)
  const number = (key: string, header: string, write: (row: Row) => ReactNode, hint?: string): Column<Row> => ({
    key,
    header,
    isNumber: true,
    isSortable: true,
    cell: write,
    className: 'whitespace-nowrap',
    ...(hint === undefined ? {} : { hint }),
  })
  const writeCost = formats.costLike(Math.max(...groups.map(({ measures }) => measures.totalCost)))
  return (
    <Panel
      title={texts.byModel}
      note={truncated ? texts.modelsNote(formats.number(groups.length), formats.number(groupCount)) : null}
    >
      {groups.length === 0 ? (
        <Empty />
      ) : (
        <DataTable
          caption={texts.byModel}
          rows={sortRows(groups, sorting, values[sorting.key] ?? (({ measures }) => measures.totalTokens))}
          rowKey={({ key }) => key.model ?? ''}
          sorting={sorting}
          onSort={(key) => void navigate({ search: (search) => ({ ...search, sort: toggleSorting(sorting, key) }) })}
          columns={[
            {
              key: 'model',
              header: texts.model,
              isSortable: true,
              className: 'whitespace-nowrap',
              cell: ({ key }) => key.model ?? texts.unknownModel,
            },
            {
              key: 'share',
              header: texts.share,
              className: 'w-1/5 min-w-32',
              cell: ({ share }) => (
                <span className="flex items-center gap-2">
                  <ShareBar share={(share.totalTokens ?? 0) / 100} color={seriesColor(0)} />
                  <span className="w-12 shrink-0 text-right text-muted">{formats.share(share.totalTokens)}</span>
                </span>
              ),
            },
            number('tokens', texts.tokens, ({ measures }) => formats.number(measures.totalTokens)),
            number('input', texts.inputShort, ({ measures }) => formats.number(measures.inputTokens)),
            number('output', texts.outputShort, ({ measures }) => formats.number(measures.outputTokens)),
            number('calls', texts.calls, ({ measures }) => formats.number(measures.calls)),
            number('failed', texts.failedShort, ({ measures }) => formats.number(measures.failedCalls)),
            number('cost', texts.cost, ({ measures }) => <RecordedCost measures={measures} write={writeCost} />),
            number('p50', texts.p50, ({ measures }) => formats.duration(measures.durationMs.p50), texts.p50Hint),
            number('p95', texts.p95, ({ measures }) => formats.duration(measures.durationMs.p95), texts.p95Hint),
          ]}
        />
      )}
    </Panel>
  )
}
