import { ChartColumn, Table } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { IconButton } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { chartTexts } from './chartTexts.ts'

/** A panel with a chart that can also be shown as a table. */
export const ChartPanel = ({
  title,
  note,
  actions,
  className,
  children,
}: {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly className?: string
  /** Renders the content, as a table or as a chart. */
  readonly children: (isTable: boolean) => ReactNode
}) => {
  const texts = useTexts(chartTexts)
  const [isTable, setTable] = useState(false)
  const Icon = isTable ? ChartColumn : Table
  return (
    <Panel
      title={title}
      note={note}
      {...(className === undefined ? {} : { className })}
      actions={
        <>
          {actions}
          <IconButton label={isTable ? texts.asChart(title) : texts.asTable(title)} onClick={() => setTable(!isTable)}>
            <Icon aria-hidden className="size-4" />
          </IconButton>
        </>
      }
    >
      {children(isTable)}
    </Panel>
  )
}
