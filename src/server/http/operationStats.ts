import { type StatementSource, sourcesOf } from '../../db/statementSources.ts'
import { currentRootField, type EndedStatement, type RootField } from '../../shared/requestScope.ts'

/** Statistics about some statements. */
interface StatementStats {
  readonly statements: number
  /** The sum of the durations of the statements, in milliseconds. */
  readonly databaseMs: number
  /** The number of rows that the database returned. */
  readonly rowsRead: number
  /** What the statements read. */
  readonly sources: readonly StatementSource[]
}

/** Statistics about the statements of an operation, as in `extensions.stats` of its response. */
export interface ReportedStats extends StatementStats {
  /** The same of each root field, in order. */
  readonly fields: readonly ({ readonly path: readonly [key: string] } & StatementStats)[]
}

/** Collects statistics about the statements of an operation. */
export interface OperationStats {
  onRootField(field: RootField): void
  onStatement(text: string): void
  /** Returns what is called for each row of the statement that is sent. */
  countRows(): () => void
  onStatementEnd(statement: EndedStatement): void
  report(): ReportedStats
}

interface Sums {
  statements: number
  databaseMs: number
  rowsRead: number
  readonly sources: Set<StatementSource>
}

const makeSums = (): Sums => ({ statements: 0, databaseMs: 0, rowsRead: 0, sources: new Set() })

const reportSums = ({ databaseMs, sources, ...counts }: Sums): StatementStats => ({
  ...counts,
  databaseMs: Math.round(databaseMs * 10) / 10,
  sources: [...sources].sort(),
})

/** Creates a collection of statistics. Statements are assigned to the root field that sends them. */
export const makeOperationStats = (): OperationStats => {
  const total = makeSums()
  const byField = new Map<RootField, Sums>()
  const add = (change: (sums: Sums) => void) => {
    change(total)
    const field = currentRootField()
    const own = field && byField.get(field)
    if (own) change(own)
  }
  return {
    onRootField: (field) => {
      byField.set(field, makeSums())
    },
    onStatement: (text) => {
      const sources = sourcesOf(text)
      add((sums) => {
        sums.statements += 1
        for (const source of sources) sums.sources.add(source)
      })
    },
    countRows: () => {
      const counted: Sums[] = []
      // Rows arrive outside of the work of the field.
      add((sums) => counted.push(sums))
      return () => {
        for (const sums of counted) sums.rowsRead += 1
      }
    },
    onStatementEnd: ({ started, ended }) => {
      add((sums) => {
        sums.databaseMs += ended - started
      })
    },
    report: () => ({
      ...reportSums(total),
      fields: [...byField].map(([{ key }, sums]) => ({ path: [key], ...reportSums(sums) })),
    }),
  }
}
