import { ChevronFirst, ChevronLeft, ChevronRight } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { type Place, pageSizes } from '../scope/listSearch.ts'
import { useFormats } from '../scope/useScope.ts'
import { IconButton } from './Button.tsx'
import { listTexts } from './listTexts.ts'
import { Select } from './Select.tsx'

/** What a connection says about its page. */
export interface PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** Moves between the pages of a connection by cursor, and selects their size. */
export const Pager = ({
  pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor },
  total,
  size = pageSizes[0],
  onMove,
  onResize,
}: {
  readonly pageInfo: PageInfo
  /** The number of records on all pages, as text. */
  readonly total: string
  /** The number of records on a page. */
  readonly size?: number | undefined
  readonly onMove: (place: Place) => void
  /** Called with another page size, undefined for the smallest. Without it, the size cannot be changed. */
  readonly onResize?: (change: { readonly size: number | undefined }) => void
}) => {
  const texts = useTexts(listTexts)
  const formats = useFormats()
  const first = { after: undefined, before: undefined }
  return (
    <nav aria-label={texts.pages} className="mt-3 flex items-center gap-1">
      <span className="mr-auto text-muted">{texts.found(total)}</span>
      {onResize ? (
        <Select
          label={texts.pageSize}
          value={String(size)}
          options={pageSizes.map((count) => ({ value: String(count), text: texts.perPage(formats.number(count)) }))}
          onChange={(count) => onResize({ size: count === String(pageSizes[0]) ? undefined : Number(count) })}
        />
      ) : null}
      <IconButton label={texts.first} look="plain" isDisabled={!hasPreviousPage} onClick={() => onMove(first)}>
        <ChevronFirst aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label={texts.previous}
        look="plain"
        isDisabled={!hasPreviousPage}
        onClick={() => onMove({ ...first, before: startCursor ?? undefined })}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label={texts.next}
        look="plain"
        isDisabled={!hasNextPage}
        onClick={() => onMove({ ...first, after: endCursor ?? undefined })}
      >
        <ChevronRight aria-hidden className="size-4" />
      </IconButton>
    </nav>
  )
}
