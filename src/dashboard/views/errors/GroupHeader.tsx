import { useTexts } from '../../i18n/language.ts'
import { useFormats } from '../../scope/useScope.ts'
import { BackLink } from '../../ui/BackLink.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { ErrorsOverTimeQuery } from './document.ts'
import { NewBadge } from './GroupList.tsx'
import { errorsTexts } from './texts.ts'

/** What the errors of a group have in common, and the way back to all groups. */
export const GroupHeader = ({ query }: { readonly query: ErrorsOverTimeQuery }) => {
  const texts = useTexts(errorsTexts)
  const formats = useFormats()
  return (
    <section aria-label={texts.group} className="flex min-w-0 flex-col gap-2">
      <BackLink
        to="."
        search={(before) => ({ ...before, group: undefined, sort: undefined, after: undefined, before: undefined })}
      >
        {texts.allGroups}
      </BackLink>
      <QueryBody query={query} placeholder={<Skeleton className="h-25" />} isQuiet>
        {({ errorGroups }) => {
          // The data of all groups, which is shown until that of the group is loaded.
          if (!errorGroups) return <Skeleton className="h-25" />
          const [group] = errorGroups.groups
          if (!group) return <Empty title={texts.goneTitle} advice={texts.goneAdvice} />
          const figures = [
            [texts.count, formats.number(group.count)],
            [texts.users, formats.number(group.affectedUsers)],
            [texts.sessions, formats.number(group.affectedSessions)],
            ...(
              [
                [texts.first, group.firstSeen],
                [texts.last, group.lastSeen],
                [texts.introduced, group.introducedAt],
              ] as const
            ).map(
              ([name, time]) =>
                [name, formats.ago(time, new Date(errorGroups.window.asOf)), formats.dateTime(time)] as const,
            ),
          ] as const
          return (
            <>
              <h2 className="break-words font-semibold text-base">{group.title}</h2>
              <p className="mt-0.5 flex items-center gap-2 text-muted">
                {group.errorType}
                {group.isNew ? <NewBadge /> : null}
              </p>
              <dl className="mt-3 grid grid-cols-3 gap-x-8 gap-y-2 sm:flex sm:flex-wrap">
                {figures.map(([name, value, hint]) => (
                  <div key={name}>
                    <dt className="text-muted text-xs">{name}</dt>
                    <dd className="font-medium" title={hint}>
                      {value}
                    </dd>
                  </div>
                ))}
              </dl>
            </>
          )
        }}
      </QueryBody>
    </section>
  )
}
