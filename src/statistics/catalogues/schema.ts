import type { EnumRef } from '@pothos/core'
import { unknownValue } from '../../db/sql/filterRules.ts'
import { resolveFilter } from '../../db/sql/givenFilter.ts'
import { nameLength } from '../../db/sql/table.ts'
import { builder } from '../../graphql/builder.ts'
import { scopeArg } from '../../graphql/filterArgs.ts'
import { checkPageSize, defaultPageSize } from '../../graphql/paging.ts'
import { windowField } from '../../graphql/resolvedWindow.ts'
import { selectedFields } from '../../graphql/selection.ts'
import { badInput, quote } from '../../shared/errors.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { once } from '../../shared/once.ts'
import { isLongerThan } from '../../shared/text.ts'
import { inSlices } from '../../shared/timeSlices.ts'
import type { ResolvedWindow } from '../../shared/timeWindow.ts'
import { type Catalogue, catalogues, referrersOf, valuesOf } from './catalogues.ts'
import { searchedRows } from './names.ts'
import { type CatalogueEntry, type CataloguePage, findEntries } from './queries.ts'

/** A page of a catalogue, which is read if a field selects it. */
interface CatalogueField {
  readonly window: ResolvedWindow
  readonly find: () => Promise<CataloguePage>
}

/** The Pothos builder for the fields of an entry. */
type EntryFields = Parameters<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<CatalogueEntry>>['implement']>[0]['fields']>
>[0]

const keyFields = (t: EntryFields, { what, key, name }: Catalogue) =>
  key === 'name'
    ? { name: t.exposeString('key', { description: `Name of the ${what}, as stored.` }) }
    : {
        id: t.exposeID('key', { description: `Id of the ${what}, as stored.` }),
        ...(name === undefined
          ? {}
          : {
              name: t.exposeString('name', {
                nullable: true,
                description: `Most recent non-empty name of the ${what}, regardless of \`scope\`. Looked up in the newest ${formatNumber(searchedRows)} records of each type that refer to the ${what}. Null if none of them has one.`,
              }),
            }),
      }

const timeField = (
  t: EntryFields,
  catalogue: Catalogue,
  { field, which }: { readonly field: 'firstSeen' | 'lastSeen'; readonly which: string },
) => {
  const ofSession = referrersOf(catalogue).some(({ list }) => list === 'sessions')
    ? ' For a session, its start time.'
    : ''
  return t.field({
    type: 'DateTime',
    description: `Time of the ${which} record that matches \`scope\` and refers to the ${catalogue.what}.${ofSession}`,
    resolve: (entry) => {
      const time = entry[field]
      if (time === null) throw new Error(`${field} was not looked up`)
      return time
    },
  })
}

const valueFields = (t: EntryFields, catalogue: Catalogue) => {
  const values = valuesOf(catalogue)
  if (!values) return {}
  const known = Object.values(values.kinds)
  return {
    [values.field]: t.field({
      // The enum is defined by the record, under this name.
      type: [values.type as unknown as EnumRef<typeof builder.$inferSchemaTypes, string | number>],
      description: `${values.description} Without duplicates.`,
      resolve: (entry) => [
        ...new Set(entry.values.map((stored) => known.find((kind) => String(kind) === stored) ?? unknownValue)),
      ],
    }),
  }
}

const countFields = (t: EntryFields, catalogue: Catalogue) =>
  Object.fromEntries(
    referrersOf(catalogue).map(({ list, metrics }) => [
      list,
      t.field({
        type: 'SafeInt',
        description: `Number of ${list === 'feedback' ? 'feedback records' : metrics.rows} that match \`scope\` and refer to the ${catalogue.what}.${list === 'sessions' ? ` A session is counted for its \`${catalogue.column}\` only.` : ''}`,
        resolve: ({ counts }) => Number(counts[list]),
      }),
    ]),
  )

/** Defines the types of an entry of a catalogue and of a page of entries. */
const definePage = (catalogue: Catalogue) => {
  const { type, what, meaning = '' } = catalogue
  const Entry = builder.objectRef<CatalogueEntry>(type).implement({
    description: `A ${what} that is referenced by at least one record of the types that are counted.${meaning}`,
    fields: (t) => ({
      ...keyFields(t, catalogue),
      firstSeen: timeField(t, catalogue, { field: 'firstSeen', which: 'first' }),
      lastSeen: timeField(t, catalogue, { field: 'lastSeen', which: 'latest' }),
      ...valueFields(t, catalogue),
      ...countFields(t, catalogue),
    }),
  })
  return builder.objectRef<CatalogueField>(`${type}List`).implement({
    description: `A page of ${what}s.`,
    fields: (t) => ({
      nodes: t.field({
        type: [Entry],
        description: `${what[0]?.toUpperCase()}${what.slice(1)}s of the page, sorted by \`${catalogue.key}\` in ascending byte order (collation \`C\`).`,
        resolve: async ({ find }) => inSlices((await find()).entries),
      }),
      truncated: t.boolean({
        description: `Whether more ${what}s follow. Pass the last \`${catalogue.key}\` as \`after\` to read them.`,
        resolve: async ({ find }) => (await find()).truncated,
      }),
      window: t.expose('window', windowField),
    }),
  })
}

/** @throws BAD_USER_INPUT for a key that no entry can have. */
const checkKey = (after: string): string => {
  if (isLongerThan(after, nameLength) || after.includes('\0'))
    throw badInput(
      `after: ${quote(after)} is not a valid key: at most ${nameLength} characters without U+0000 are allowed`,
    )
  return after
}

const defineCatalogue = (catalogue: Catalogue): void => {
  const { field, type, what, key, name } = catalogue
  const lists = referrersOf(catalogue).map(({ list }) => list)
  const listed = new Intl.ListFormat('en-GB').format(lists.map((list) => `\`${list}\``))
  builder.queryField(field, (t) =>
    t.field({
      type: definePage(catalogue),
      description: `Lists the ${what}s of the records in ${listed}, with the number of these records.`,
      args: {
        ...scopeArg(
          `Restricts the records that are counted, by bot, pipeline and time. A ${what} without matching records is not returned. Default: all records.`,
        ),
        search: t.arg.string({
          description: `Only ${what}s whose ${name === undefined ? key : `${key} or ${name === 'userName' ? 'any recorded name' : 'most recent name'}`} contains this text. Case-insensitive; \`%\` and \`_\` have no special meaning. At most 1,000 characters. Null or an empty string means no restriction.`,
        }),
        first: t.arg.int({
          required: true,
          defaultValue: defaultPageSize,
          description: `Maximum number of ${what}s. 0 to 1,000.`,
        }),
        after: t.arg({
          type: key === 'id' ? 'ID' : 'String',
          description: `Returns only ${what}s whose \`${key}\` is greater than this one. Null means from the start.`,
        }),
      },
      resolve: (_root, { scope, search, first, after }, context, info) => {
        checkPageSize('first', first)
        const { filter, window } = resolveFilter({ scope }, context.now())
        const selected = selectedFields(context, info, type, [['nodes']])
        const request = {
          filter,
          search: search ?? '',
          after: after == null ? undefined : checkKey(String(after)),
          limit: first,
          counts: lists.filter((list) => selected.includes(list)),
          isNamed: selected.includes('name'),
          isTimed: selected.includes('firstSeen') || selected.includes('lastSeen'),
        }
        return { window, find: once(() => findEntries(context.prisma, catalogue, request)) }
      },
    }),
  )
}

for (const catalogue of catalogues) defineCatalogue(catalogue)
