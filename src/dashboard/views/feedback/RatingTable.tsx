import { useTexts } from '../../i18n/language.ts'
import { numberColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useFormats } from '../../scope/useScope.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { rowLink } from '../../ui/rowLink.ts'
import { ShareBar } from '../../ui/ShareBar.tsx'
import { feedbackTexts } from './texts.ts'

interface Row {
  readonly id: string
  readonly name: string | null
  readonly measures: {
    readonly likes: number
    readonly dislikes: number
    readonly satisfactionRate: number | null
  }
}

/** The satisfaction with each bot or model, those with the most ratings first. */
export const RatingTable = ({
  title,
  header,
  rows,
  onSelect,
}: {
  readonly title: string
  /** The name of what the rows are. */
  readonly header: string
  readonly rows: readonly Row[]
  /** Called with the id of the row to filter by. Without it, rows cannot be pressed. */
  readonly onSelect?: (id: string) => void
}) => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  return (
    <Panel title={title} className="grow">
      {rows.length === 0 ? (
        <Empty />
      ) : (
        <DataTable
          caption={title}
          className="max-h-56 overflow-y-auto"
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              header,
              className: 'max-w-32 truncate',
              cell: ({ id, name }) =>
                onSelect && id !== '' ? (
                  <button
                    type="button"
                    title={name ?? undefined}
                    onClick={() => onSelect(id)}
                    className="max-w-full truncate align-bottom hover:underline"
                    {...rowLink}
                  >
                    {name}
                  </button>
                ) : (
                  <span title={name ?? undefined}>{name ?? names.unknownName}</span>
                ),
            },
            {
              key: 'rate',
              header: texts.satisfaction,
              hint: texts.satisfactionHint,
              className: 'min-w-28',
              cell: ({ measures }) => (
                <span className="flex items-center gap-2">
                  <ShareBar share={(measures.satisfactionRate ?? 0) / 100} color="var(--series-3)" />
                  <span className="w-12 shrink-0 text-right">{formats.share(measures.satisfactionRate)}</span>
                </span>
              ),
            },
            numberColumn<Row>('likes', texts.likes, ({ measures }) => formats.number(measures.likes)),
            numberColumn<Row>('dislikes', texts.dislikes, ({ measures }) => formats.number(measures.dislikes)),
          ]}
        />
      )}
    </Panel>
  )
}
