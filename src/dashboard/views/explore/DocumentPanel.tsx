import { SquareArrowOutUpRight } from 'lucide-react'
import { addGraphiqlTab } from '../../api/graphiqlTab.ts'
import { useTexts } from '../../i18n/language.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { exploreTexts } from './texts.ts'

/** The document behind the result with its variables, which can be copied, or opened in GraphiQL. */
export const DocumentPanel = ({ text, variables }: { readonly text: string; readonly variables: object }) => {
  const texts = useTexts(exploreTexts)
  const written = JSON.stringify(variables, null, 2)
  return (
    <Panel
      title={texts.document}
      actions={
        <a
          href="/graphql"
          target="_blank"
          rel="noreferrer"
          onClick={() => addGraphiqlTab('Explore', text, written)}
          className={buttonClass()}
        >
          <SquareArrowOutUpRight aria-hidden className="size-3.5 text-muted" />
          {texts.open}
        </a>
      }
    >
      <div className="grid min-w-0 gap-4 lg:grid-cols-[2fr_1fr]">
        <CodeBlock title={texts.operation} text={text} />
        <CodeBlock title={texts.variables} text={written} />
      </div>
    </Panel>
  )
}
