import { failureColor } from '../../charts/palette.ts'
import { useTexts } from '../../i18n/language.ts'
import { numberColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useFormats } from '../../scope/useScope.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import type { SatisfactionData } from './document.ts'
import { feedbackTexts } from './texts.ts'

type Row = SatisfactionData['reasons']['groups'][number]

/** The reasons that users gave for dislikes, the most frequent first. */
export const ReasonTable = ({ data: { totals, groups } }: { readonly data: SatisfactionData['reasons'] }) => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const rows = groups.filter(({ key, measures }) => key.reason !== null && measures.dislikes > 0)
  const shareOf = ({ measures }: Row) => measures.dislikes / totals.dislikes
  return (
    <Panel title={texts.byReason} className="grow">
      {rows.length === 0 ? (
        <Empty title={texts.noReasons} advice={texts.noReasonsAdvice} />
      ) : (
        <DataTable
          caption={texts.byReason}
          className="max-h-56 overflow-y-auto"
          rows={rows}
          rowKey={({ key }) => key.reason ?? ''}
          columns={[
            {
              key: 'reason',
              header: texts.reason,
              className: 'max-w-40 truncate',
              cell: ({ key }) => <span title={key.reason ?? undefined}>{key.reason}</span>,
            },
            {
              key: 'share',
              header: names.share,
              hint: texts.byReasonHint,
              className: 'min-w-28',
              cell: (row) => (
                <span className="flex items-center gap-2">
                  <ShareBar share={shareOf(row)} color={failureColor} />
                  <span className="w-12 shrink-0 text-right text-muted">{formats.share(shareOf(row) * 100)}</span>
                </span>
              ),
            },
            numberColumn<Row>('dislikes', texts.dislikes, ({ measures }) => formats.number(measures.dislikes)),
          ]}
        />
      )}
    </Panel>
  )
}
