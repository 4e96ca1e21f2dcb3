import { useTexts } from '../../i18n/language.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import type { TopsData } from './document.ts'
import { overviewPage, type TopMeasure, topMeasures } from './search.ts'
import { TopList } from './TopList.tsx'
import { overviewTexts } from './texts.ts'

/** The models, bots and users with the most of the chosen measure. */
export const TopLists = ({
  data: { models, bots, users },
  measure,
}: {
  readonly data: TopsData
  readonly measure: TopMeasure
}) => {
  const texts = useTexts(overviewTexts)
  const navigate = overviewPage.useNavigate()
  const nameOf = (named: { readonly id: string; readonly name: string | null } | null) => named?.name ?? named?.id
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted">{texts.rankedBy}</span>
        <Segmented
          label={texts.measure}
          value={measure}
          options={topMeasures.map((value) => ({ value, text: texts.measures[value] }))}
          onChange={(value) =>
            void navigate({
              search: (search) => ({ ...search, top: value === 'totalTokens' ? undefined : value }),
              resetScroll: false,
            })
          }
        />
      </div>
      <div className="grid min-w-0 gap-4 md:grid-cols-2 xl:grid-cols-3">
        <TopList
          title={texts.topModels}
          measure={measure}
          totals={models.totals}
          rows={models.groups.map(({ key: { model }, ...group }) => ({ ...group, id: model, name: model }))}
        />
        <TopList
          title={texts.topBots}
          measure={measure}
          totals={models.totals}
          rows={bots.groups.map(({ key: { bot }, ...group }) => ({ ...group, id: bot?.id, name: nameOf(bot) }))}
        />
        <TopList
          title={texts.topUsers}
          measure={measure}
          totals={models.totals}
          rows={users.groups.map(({ key: { user }, ...group }) => ({ ...group, id: user?.id, name: nameOf(user) }))}
        />
      </div>
    </div>
  )
}
