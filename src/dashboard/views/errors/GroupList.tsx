import { Link } from '@tanstack/react-router'
import { failureColor } from '../../charts/palette.ts'
import { Sparkline } from '../../charts/Sparkline.tsx'
import { useTexts } from '../../i18n/language.ts'
import { numberColumn } from '../../parts/columns.tsx'
import { HeldRows } from '../../parts/HeldRows.tsx'
import { useListOperation } from '../../parts/useListOperation.ts'
import { buckets, chooseBucket, rangeLength } from '../../scope/range.ts'
import { toggleSorting } from '../../scope/sorting.ts'
import { useFormats, useScope } from '../../scope/useScope.ts'
import { Button } from '../../ui/Button.tsx'
import { CardTable } from '../../ui/CardTable.tsx'
import type { Column } from '../../ui/column.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { rowLink } from '../../ui/rowLink.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type ErrorGroupsData, errorGroupsDocument } from './document.ts'
import { type ErrorsSearch, groupOrder, toFilter } from './search.ts'
import { errorsTexts } from './texts.ts'

/** Numbers of groups. */
const sizes = { few: 50, many: 150 } as const

/** The groups of errors of the same kind, with their development. */
export const GroupList = ({
  search,
  onChange,
  isQuiet,
}: {
  readonly search: ErrorsSearch
  readonly onChange: (change: Partial<ErrorsSearch>) => void
  /** Whether another part of the view shows why the groups cannot be loaded. */
  readonly isQuiet: boolean
}) => {
  const texts = useTexts(errorsTexts)
  const formats = useFormats()
  const { scope, search: shared, timeZone } = useScope()
  const first = search.more ? sizes.many : sizes.few
  const bucket = chooseBucket(rangeLength(shared), first > sizes.few, buckets, first)
  const { query, held } = useListOperation(
    errorGroupsDocument,
    { scope, filter: toFilter(search), orderBy: groupOrder.toOrder(search), first, bucket, timeZone },
    search,
    // An error may belong to a group that is in the list.
    { isNew: () => false },
  )
  const data = query.data?.errorGroups
  const columns = useColumns(data?.window.asOf)
  const sorting = groupOrder.toSorting(search)
  if (isQuiet && query.isLoadingError) return null
  return (
    <Panel
      title={texts.groups}
      className="grow"
      note={data ? texts.groupsNote(formats.number(data.groups.length), formats.number(data.groupCount)) : null}
    >
      <HeldRows held={held} />
      <QueryBody query={query} placeholder={<Skeleton className="h-[30rem]" />} isQuiet={isQuiet}>
        {({ errorGroups: { groups, truncated } }) =>
          groups.length === 0 ? (
            <Empty title={texts.noErrors} advice={texts.noErrorsAdvice} />
          ) : (
            <>
              <CardTable
                caption={texts.groups}
                rows={groups}
                rowKey={({ fingerprint }) => fingerprint}
                columns={columns}
                sorting={sorting}
                onSort={(key) => onChange({ sort: toggleSorting(sorting, key) })}
              />
              {truncated && !search.more ? (
                <Button className="mt-3 self-center" onClick={() => onChange({ more: 'groups' })}>
                  {texts.more}
                </Button>
              ) : null}
            </>
          )
        }
      </QueryBody>
    </Panel>
  )
}

type Group = ErrorGroupsData['groups'][number]

const useColumns = (asOf: string | undefined): readonly Column<Group>[] => {
  const texts = useTexts(errorsTexts)
  const formats = useFormats()
  const isSortable = true
  const ago = (time: string) => (
    <time dateTime={time} title={formats.dateTime(time)}>
      {formats.ago(time, new Date(asOf ?? time))}
    </time>
  )
  return [
    {
      key: 'title',
      header: texts.kind,
      className: 'w-full min-w-64 max-w-0',
      cell: ({ fingerprint, title, errorType, isNew }) => (
        <>
          <Link
            to="."
            // The filters of groups are neither shown nor changed in a group.
            search={(search) => ({
              ...search,
              group: fingerprint,
              sort: undefined,
              list: undefined,
              q: undefined,
              type: undefined,
            })}
            title={title}
            className="block truncate hover:underline"
            {...rowLink}
          >
            {title}
          </Link>
          <span className="flex items-center gap-2 text-muted text-xs">
            <span className="truncate">{errorType}</span>
            {isNew ? <NewBadge /> : null}
          </span>
        </>
      ),
    },
    {
      key: 'trend',
      header: texts.trend,
      cell: ({ series }) => (
        <span className="block w-28">
          <Sparkline values={series.map(({ count }) => count)} buckets={series} color={failureColor} />
        </span>
      ),
    },
    numberColumn('count', texts.count, ({ count }) => formats.number(count), { isSortable }),
    numberColumn('users', texts.users, ({ affectedUsers }) => formats.number(affectedUsers), {
      isSortable,
      hint: texts.usersHint,
    }),
    numberColumn('sessions', texts.sessions, ({ affectedSessions }) => formats.number(affectedSessions), {
      isSortable,
      hint: texts.sessionsHint,
    }),
    numberColumn('first', texts.first, ({ firstSeen }) => ago(firstSeen), { isSortable, hint: texts.firstHint }),
    numberColumn('last', texts.last, ({ lastSeen }) => ago(lastSeen), { isSortable }),
  ]
}

/** Marks a group of which no error was recorded before the time range. */
export const NewBadge = () => {
  const texts = useTexts(errorsTexts)
  return (
    <span title={texts.newHint} className="rounded bg-warn-soft px-1.5 font-medium text-warn text-xs">
      {texts.isNew}
    </span>
  )
}
