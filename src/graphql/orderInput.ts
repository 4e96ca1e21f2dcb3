import { builder } from './builder.ts'

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Sort direction.',
  values: {
    ASC: { description: 'Ascending: smallest or oldest first.' },
    DESC: { description: 'Descending: largest or newest first.' },
  } as const,
})

/** The sort order of a list, as given by a client. */
export interface Order<Field extends string> {
  readonly field: Field
  readonly direction: 'ASC' | 'DESC'
}

/** Defines the order input of a record and the enum of its sort fields. */
export const defineOrder = <Field extends string>(
  name: string,
  fields: { readonly [Key in Field]: string },
  description = 'Sort order of a list. Ties are broken by id, in the same direction.',
) => {
  const OrderField = builder.enumType(`${name}Field`, {
    description: `Sort fields for ${name}.`,
    values: Object.fromEntries(Object.entries<string>(fields).map(([key, description]) => [key, { description }])),
  })
  const order = builder.inputRef<Order<Field>, false>(name)
  const implementation = {
    description,
    fields: (t: Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]) => ({
      field: t.field({ type: OrderField, required: true, description: 'Field to sort by.' }),
      direction: t.field({
        type: OrderDirection,
        required: true,
        defaultValue: 'DESC',
        description: 'Sort direction.',
      }),
    }),
  }
  // The enum values are the keys of `fields`, which Pothos cannot infer through `Object.fromEntries`.
  return order.implement(implementation as never)
}
