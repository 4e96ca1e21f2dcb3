import { Download } from 'lucide-react'
import { saveFile } from '../../api/saveFile.ts'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/Button.tsx'
import { type CsvContent, writeCsv } from './csv.ts'
import type { MetricsResult } from './result.ts'
import type { Selection } from './selection.ts'
import { exploreTexts } from './texts.ts'

/** Downloads a result as CSV. */
export const CsvButton = ({
  content,
  result,
  selection,
  isLoading,
}: {
  readonly content: CsvContent
  readonly result: MetricsResult
  readonly selection: Selection
  /** Whether the result of another selection is loaded, so that this one is not downloaded by mistake. */
  readonly isLoading: boolean
}) => {
  const texts = useTexts(exploreTexts)
  const download = () =>
    saveFile(
      new Blob([writeCsv(content, result, selection)], { type: 'text/csv;charset=utf-8' }),
      `${selection.record.field}.csv`,
    )
  return (
    <Button onClick={download} isDisabled={isLoading}>
      <Download aria-hidden className="size-3.5 text-muted" />
      {texts.csv[content]}
    </Button>
  )
}
