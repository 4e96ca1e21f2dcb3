import { records } from '../../records/registry.ts'

/** A field of `Query` that lists the distinct values of a column that several records have, such as the bots. */
export interface Catalogue {
  /** The field of `Query`. */
  readonly field: string
  /** The GraphQL type of an entry. */
  readonly type: string
  /** What an entry is, for descriptions. */
  readonly what: string
  /** The field of records that contains its key. */
  readonly column: string
  /** The field of an entry that contains its key: an id, or a name that identifies the entry. */
  readonly key: 'id' | 'name'
  /** Further sentences of the description of an entry. */
  readonly meaning?: string
  /** The field of records that contains the name of an entry; undefined if entries have no separate name. */
  readonly name?: string
  /** The dimension of metrics whose values each entry lists, with the name of the list. */
  readonly values?: { readonly field: string; readonly dimension: string; readonly description: string }
  /** Whether entries are read from rollups; otherwise from rows, page by page. */
  readonly isRolledUp: boolean
}

/** All catalogues. */
export const catalogues: readonly Catalogue[] = [
  {
    field: 'bots',
    type: 'Bot',
    what: 'bot',
    column: 'botId',
    key: 'id',
    name: 'botName',
    meaning: ' A bot is an account on a messaging platform that answers users.',
    isRolledUp: true,
  },
  {
    field: 'pipelines',
    type: 'Pipeline',
    what: 'pipeline',
    column: 'pipelineId',
    key: 'id',
    name: 'pipelineName',
    meaning: ' A pipeline is the configuration by which a bot handles messages: its runner, models and tools.',
    isRolledUp: true,
  },
  { field: 'models', type: 'Model', what: 'model', column: 'modelName', key: 'name', isRolledUp: true },
  {
    field: 'platforms',
    type: 'Platform',
    what: 'platform',
    column: 'platform',
    key: 'name',
    meaning:
      ' For messages and sessions, a platform is the kind of chat, e.g. `person` or `group`. For feedback, it is the messaging platform, e.g. `wecom`. A name that occurs as both is one entry with the counts of both.',
    isRolledUp: true,
  },
  {
    field: 'tools',
    type: 'Tool',
    what: 'tool',
    column: 'toolName',
    key: 'name',
    values: {
      field: 'sources',
      dimension: 'TOOL_SOURCE',
      description: 'Sources of the tool in its calls that match `scope`, in any order.',
    },
    isRolledUp: true,
  },
  { field: 'users', type: 'User', what: 'user', column: 'userId', key: 'id', name: 'userName', isRolledUp: false },
  {
    field: 'knowledgeBases',
    type: 'KnowledgeBase',
    what: 'knowledge base',
    column: 'knowledgeBaseId',
    meaning: ' A knowledge base is a set of documents that pipelines search by embeddings.',
    key: 'id',
    isRolledUp: false,
  },
]

/** The records that refer to the entries of a catalogue. If it is read from rollups, those with such a dimension. */
export const referrersOf = ({ column, isRolledUp }: Catalogue) =>
  records.filter(({ table, source }) => {
    const found = table.columns[column]
    return found !== undefined && (!isRolledUp || source.rolledUp.rollup.dimensions.includes(found))
  })

/** A record that refers to the entries of a catalogue. */
export type Referrer = ReturnType<typeof referrersOf>[number]

/** The values that the entries of a catalogue list, as a dimension of metrics; undefined if they list none. */
export const valuesOf = (catalogue: Catalogue) => {
  const { values } = catalogue
  if (!values) return undefined
  for (const { metrics } of referrersOf(catalogue)) {
    const value = metrics.dimensions[values.dimension]?.value
    if (value?.kind === 'enum') return { ...values, ...value }
  }
  throw new Error(`No record has an enum ${values.dimension}`)
}
