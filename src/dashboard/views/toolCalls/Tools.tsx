import { seriesColor } from '../../charts/palette.ts'
import { useTexts } from '../../i18n/language.ts'
import { numberColumn } from '../../parts/columns.tsx'
import { MeasureCards } from '../../parts/MeasureCards.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { buckets, chooseBucket, rangeLength } from '../../scope/range.ts'
import { useFormats, useScope } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { rowLink } from '../../ui/rowLink.ts'
import { ShareBar } from '../../ui/ShareBar.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type ToolsData, type ToolsQuery, toolsDocument } from './document.ts'
import { type ToolCallsSearch, toFilter } from './search.ts'
import { toolCallsTexts } from './texts.ts'

/** Loads the key metrics of the calls, and those of each tool. */
export const useTools = (search: ToolCallsSearch): ToolsQuery => {
  const { scope, search: shared, timeZone, compareTo } = useScope()
  const bucket = chooseBucket(rangeLength(shared), false, buckets)
  return useRefreshedOperation(toolsDocument, { scope, filter: toFilter(search), bucket, timeZone, compareTo })
}

/** The key metrics of the calls, and those of each tool. */
export const Tools = ({
  query,
  onSelect,
}: {
  readonly query: ToolsQuery
  /** Called with the name of a tool to filter by. */
  readonly onSelect: (tool: string) => void
}) => (
  <div className="flex min-w-0 flex-col">
    <QueryBody query={query} placeholder={<Skeleton className="h-[26rem] rounded-lg" />}>
      {({ toolCallMetrics: data }) => (
        <div className="flex min-w-0 flex-col gap-4">
          <Cards data={data} />
          <ToolTable data={data} onSelect={onSelect} />
        </div>
      )}
    </QueryBody>
  </div>
)

const Cards = ({ data: { totals, previous, series } }: { readonly data: ToolsData }) => {
  const texts = useTexts(toolCallsTexts)
  const formats = useFormats()
  return (
    <MeasureCards
      label={texts.cards}
      className="grid-cols-2 lg:grid-cols-4"
      buckets={series}
      cards={[
        {
          label: texts.calls,
          value: totals.calls,
          previous: previous?.calls,
          values: series.map(({ measures }) => measures.calls),
          more: 'neutral',
          write: formats.compact,
          exact: formats.number,
        },
        {
          label: texts.failureRate,
          value: totals.failureRate,
          previous: previous?.failureRate,
          values: series.map(({ measures }) => measures.failureRate),
          more: 'bad',
          isRate: true,
          write: formats.percent,
        },
        {
          label: texts.p50,
          value: totals.durationMs.p50,
          previous: previous?.durationMs.p50,
          values: series.map(({ measures }) => measures.durationMs.p50),
          more: 'bad',
          isSummable: false,
          write: formats.duration,
        },
        {
          label: texts.p95,
          value: totals.durationMs.p95,
          previous: previous?.durationMs.p95,
          values: series.map(({ measures }) => measures.durationMs.p95),
          more: 'bad',
          isSummable: false,
          write: formats.duration,
        },
      ]}
    />
  )
}

type Tool = ToolsData['groups'][number]

const ToolTable = ({
  data: { groups, groupCount, truncated },
  onSelect,
}: {
  readonly data: ToolsData
  readonly onSelect: (tool: string) => void
}) => {
  const texts = useTexts(toolCallsTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const columns: readonly Column<Tool>[] = [
    {
      key: 'tool',
      header: texts.tool,
      className: 'max-w-64 truncate',
      cell: ({ key: { tool } }) =>
        tool === null ? (
          names.unknownName
        ) : (
          <button
            type="button"
            onClick={() => onSelect(tool)}
            className="max-w-full truncate align-bottom hover:underline"
            {...rowLink}
          >
            {tool}
          </button>
        ),
    },
    {
      key: 'share',
      header: names.share,
      className: 'w-1/4 min-w-32',
      cell: ({ share }) => (
        <span className="flex items-center gap-2">
          <ShareBar share={(share.calls ?? 0) / 100} color={seriesColor(0)} />
          <span className="w-12 shrink-0 text-right text-muted">{formats.share(share.calls)}</span>
        </span>
      ),
    },
    numberColumn('calls', texts.calls, ({ measures }) => formats.number(measures.calls)),
    numberColumn('failed', texts.failed, ({ measures }) => formats.number(measures.failedCalls)),
    numberColumn('rate', texts.failureRate, ({ measures }) => formats.share(measures.failureRate)),
    numberColumn('p50', texts.p50Short, ({ measures }) => formats.duration(measures.durationMs.p50), {
      hint: texts.p50Hint,
    }),
    numberColumn('p95', texts.p95Short, ({ measures }) => formats.duration(measures.durationMs.p95), {
      hint: texts.p95Hint,
    }),
    numberColumn('max', texts.slowest, ({ measures }) => formats.duration(measures.durationMs.max)),
  ]
  return (
    <Panel
      title={texts.byTool}
      note={truncated ? texts.toolsNote(formats.number(groups.length), formats.number(groupCount)) : null}
    >
      {groups.length === 0 ? (
        <Empty />
      ) : (
        <DataTable
          caption={texts.byTool}
          className="max-h-80 overflow-y-auto"
          rows={groups}
          rowKey={({ key: { tool } }) => tool ?? ''}
          columns={columns}
        />
      )}
    </Panel>
  )
}
