import type { OperationDocument } from '../../api/resultOf.ts'
import type { FacetsData, FacetsVariables, MetricsData, MetricsVariables } from '../../generated/metrics.ts'

/** The names of the records with metrics. */
export type RecordName = keyof MetricsData

/** The field of a record's metrics. */
type FieldOf<Name extends RecordName> = Exclude<keyof MetricsData[Name], 'names'>

/** The field of the metrics of any record. */
export type MetricsField = { [Name in RecordName]: FieldOf<Name> }[RecordName]

/** The metrics of each record by their field, with all that can be selected of them. */
export type MetricsByField = {
  readonly [Name in RecordName as FieldOf<Name>]: MetricsData[Name][FieldOf<Name>]
}

/** The names of the values of filters. */
type Names = MetricsData[RecordName]['names']

/** The data of a composed document: the metrics of its record, and the names of what is filtered by. */
export type ExploreData = Partial<MetricsByField> & { readonly names?: Names }

/** A composed document of metrics. Its data lacks what is not selected: see `MetricsResult`. */
export type MetricsDocument = OperationDocument<ExploreData, MetricsVariables[RecordName]>

/** The filter of any record. */
export type ExploreFilter = NonNullable<MetricsVariables[RecordName]['filter']>

/** A composed document of facets. Its data lacks what is not included. */
export type FacetsDocument = OperationDocument<FacetsData[RecordName], FacetsVariables[RecordName]>

type Metrics = MetricsByField[MetricsField]

/** The names of the properties of any of several types. */
type KeysOf<Data> = Data extends object ? keyof Data & string : never

/** The path of a property with a value, or of one in it. */
type PathOf<Data> = Data extends object
  ? {
      [Field in keyof Data & string]: Data[Field] extends object ? `${Field}.${KeysOf<Data[Field]>}` : Field
    }[keyof Data & string]
  : never

/** The path of a measure of any record. */
export type MeasurePath = PathOf<Metrics['totals']>

/** The field of a group's key of any record. */
export type KeyOf = KeysOf<Metrics['groups'][number]['key']>

/** What can be selected of data, as an object with a property for each selected field. What is undefined is not. */
export type SelectionOf<Data> = Data extends readonly (infer Item)[]
  ? SelectionOf<Item>
  : Data extends object
    ? { readonly [Field in keyof Data]?: SelectionOf<NonNullable<Data[Field]>> | undefined }
    : true
