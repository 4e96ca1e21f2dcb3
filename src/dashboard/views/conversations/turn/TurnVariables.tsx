import { layOutJson } from '../../../parts/layOutJson.ts'
import { Details } from '../../../ui/Details.tsx'
import { FoldedText } from '../../../ui/FoldedText.tsx'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The variables of a pipeline run by their names. Values that are no text are shown as JSON. */
export const TurnVariables = ({ variables }: { readonly variables: unknown }) =>
  isObject(variables) ? (
    <Details
      items={Object.entries(variables).map(([name, value]) => [
        name,
        typeof value === 'string' && value !== '' ? (
          <FoldedText key={name} text={value} />
        ) : (
          <code key={name} className="text-muted text-xs">
            <FoldedText text={layOutJson(JSON.stringify(value))} />
          </code>
        ),
      ])}
    />
  ) : (
    <FoldedText look="code" text={typeof variables === 'string' ? variables : layOutJson(JSON.stringify(variables))} />
  )
