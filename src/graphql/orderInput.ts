import { builder } from './builder.ts'

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way a list is sorted.',
  values: {
    ASC: { description: 'From the smallest, or the oldest, on.' },
    DESC: { description: 'From the largest, or the newest, on.' },
  } as const,
})

/** An order as a list takes it. */
export interface Order<Field extends string> {
  readonly field: Field
  readonly direction: 'ASC' | 'DESC'
}

/** Defines a record's order: by one of its sort fields, in either direction. */
export const defineOrder = <Field extends string>(name: string, fields: { readonly [Key in Field]: string }) => {
  const OrderField = builder.enumType(`${name}Field`, {
    description: `What a list can be sorted by, as \`field\` of ${name}.`,
    values: Object.fromEntries(Object.entries<string>(fields).map(([key, description]) => [key, { description }])),
  })
  const order = builder.inputRef<Order<Field>, false>(name)
  const implementation = {
    description: 'By what to sort a list. The id breaks ties in the same direction; rows without a value come last.',
    fields: (t: Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]) => ({
      field: t.field({ type: OrderField, required: true, description: 'What to sort by.' }),
      direction: t.field({
        type: OrderDirection,
        required: true,
        defaultValue: 'DESC',
        description: 'Which way to sort.',
      }),
    }),
  }
  // The names of the values are the keys of `fields`, which Pothos cannot follow through `Object.fromEntries`.
  return order.implement(implementation as never)
}
