import { useTexts } from '../../i18n/language.ts'
import { useListNavigation } from '../../scope/listSearch.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { EmbeddingCalls } from './embedding/EmbeddingCalls.tsx'
import { LlmCalls } from './LlmCalls.tsx'
import { type ModelCallsSearch, modelCallsPage } from './search.ts'
import { modelCallsTexts } from './texts.ts'

/** The calls of models in the selection as a list: LLM calls, or embedding calls. */
export const ModelCallsView = () => {
  const texts = useTexts(modelCallsTexts)
  const { kind } = modelCallsPage.useSearch()
  const { select } = useListNavigation<ModelCallsSearch>()
  const none = {
    q: undefined,
    sort: undefined,
    column: undefined,
    open: undefined,
    status: undefined,
    model: undefined,
  }
  const kinds = (
    <Segmented
      label={texts.kind}
      value={kind ?? 'llm'}
      options={[
        { value: 'llm', text: texts.kinds.llm },
        { value: 'embedding', text: texts.kinds.embedding },
      ]}
      onChange={(value) =>
        select({
          ...none,
          tokens: undefined,
          purpose: undefined,
          base: undefined,
          kind: value === 'embedding' ? value : undefined,
        })
      }
    />
  )
  return kind === 'embedding' ? <EmbeddingCalls kinds={kinds} /> : <LlmCalls kinds={kinds} />
}
