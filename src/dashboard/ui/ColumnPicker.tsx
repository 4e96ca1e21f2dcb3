import { Columns3 } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import type { Column } from './column.ts'
import { listTexts } from './listTexts.ts'
import { OptionList } from './OptionList.tsx'
import { Picker } from './Picker.tsx'

/** Selects the columns of a table. The one that opens a record is always shown. */
export const ColumnPicker = <Row,>({
  columns,
  shown,
  onSelect,
}: {
  readonly columns: readonly Column<Row>[]
  readonly shown: readonly string[]
  readonly onSelect: (keys: readonly string[]) => void
}) => {
  const texts = useTexts(listTexts)
  const [isOpen, setOpen] = useState(false)
  const toggle = (toggled: string) =>
    onSelect(
      columns
        .filter(({ key, isLink }) => isLink || (key === toggled) !== shown.includes(key))
        .map((column) => column.key),
    )
  return (
    <Picker
      label={texts.columns}
      icon={<Columns3 aria-hidden className="size-3.5 text-muted" />}
      shown={texts.columns}
      name={texts.columns}
      isCompact
      open={isOpen}
      onOpenChange={setOpen}
    >
      <OptionList
        label={texts.columns}
        searchLabel={texts.search}
        emptyText={texts.none}
        options={columns.filter(({ isLink }) => !isLink).map(({ key, header }) => ({ value: key, text: header }))}
        selected={shown}
        isMultiple
        onToggle={toggle}
      />
    </Picker>
  )
}
