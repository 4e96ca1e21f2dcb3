import sql, { join, raw, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Queryable } from '../db/database.ts'
import type { MonitoringFilter } from '../db/monitoringRules.ts'
import { embeddingFiguresSql } from '../embeddingCalls/queries.ts'
import { errorFiguresSql } from '../errors/queries.ts'
import { llmFiguresSql } from '../llmCalls/queries.ts'
import { messageFiguresSql } from '../messages/queries.ts'
import { sessionFiguresSql } from '../sessions/queries.ts'
import { clampFinite } from '../shared/figures.ts'

/** JSON has numbers of any length: those beyond double precision are parsed as infinite. */
const sum = z.custom<number>((value) => typeof value === 'number').transform(clampFinite)

const parts = {
  messages: { select: messageFiguresSql, schema: z.object({ total: z.number(), success: z.number() }) },
  llmCalls: {
    select: llmFiguresSql,
    schema: z.object({ calls: z.number(), tokens: z.number(), cost: sum }),
  },
  embeddingCalls: { select: embeddingFiguresSql, schema: z.object({ calls: z.number() }) },
  sessions: { select: sessionFiguresSql, schema: z.object({ active: z.number() }) },
  errors: { select: errorFiguresSql, schema: z.object({ total: z.number() }) },
} satisfies Record<string, { select: (filter: MonitoringFilter) => Sql; schema: z.ZodType }>

/** A part of the overview: what one table has to say. */
export type OverviewPart = keyof typeof parts

/** The figures of a part. */
export type OverviewFigures = { readonly [Part in OverviewPart]: z.infer<(typeof parts)[Part]['schema']> }

/** Computes the parts that are asked for, in one statement. */
export const findOverview = async (
  db: Queryable,
  filter: MonitoringFilter,
  wanted: readonly OverviewPart[],
): Promise<ReadonlyMap<OverviewPart, unknown>> => {
  const figures = wanted.map(
    (part) => sql`(SELECT to_json(f) FROM (${parts[part].select(filter)}) AS f) AS ${raw(`"${part}"`)}`,
  )
  const [row = {}] = await db.query<Partial<Record<OverviewPart, unknown>>>(sql`SELECT ${join(figures, ', ')}`)
  return new Map(wanted.map((part) => [part, row[part]]))
}

/** A part's figures as {@link findOverview} gave them. */
export const readPart = <Part extends OverviewPart>(part: Part, figures: unknown): OverviewFigures[Part] =>
  parts[part].schema.parse(figures) as OverviewFigures[Part]
