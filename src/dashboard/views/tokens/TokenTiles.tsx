import { useTexts } from '../../i18n/language.ts'
import { useFormats } from '../../scope/useScope.ts'
import { Change, type Direction } from '../../ui/Change.tsx'
import { StatCard } from '../../ui/StatCard.tsx'
import type { TokensData } from './document.ts'
import { tokensTexts } from './texts.ts'

/** The six key metrics of token usage, with their changes. */
export const TokenTiles = ({ data: { totals, previous } }: { readonly data: TokensData }) => {
  const texts = useTexts(tokensTexts)
  const formats = useFormats()
  const tile = (
    label: string,
    measure: keyof NonNullable<typeof previous>,
    more: Direction = 'neutral',
    { write = formats.compact, exact = formats.number, hint = '' } = {},
  ) => (
    <StatCard
      label={label}
      value={write(totals[measure])}
      exact={hint || exact(totals[measure])}
      note={
        <Change value={totals[measure]} previous={previous?.[measure] ?? null} format={exact} {...{ more, formats }} />
      }
    />
  )
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 min-[94rem]:grid-cols-6" aria-label={texts.tiles}>
      {tile(texts.total, 'totalTokens')}
      {tile(texts.input, 'inputTokens')}
      {tile(texts.output, 'outputTokens')}
      {tile(texts.perCall, 'avgTokensPerCall')}
      {tile(texts.perSecond, 'avgTokensPerSecond', 'good', {
        write: formats.decimal,
        exact: formats.decimal,
        hint: texts.perSecondHint,
      })}
      <StatCard
        label={texts.failed}
        value={formats.compact(totals.failedCalls)}
        exact={formats.number(totals.failedCalls)}
        note={
          <>
            <Change
              value={totals.failedCalls}
              previous={previous?.failedCalls ?? null}
              more="bad"
              format={formats.number}
              formats={formats}
            />
            {totals.failureRate === null ? null : (
              <span className="text-muted text-xs">{texts.ofCalls(formats.percent(totals.failureRate))}</span>
            )}
          </>
        }
      />
    </dl>
  )
}
