/** The first bin of values of at least 0. Values below 0 are in the bins before it. */
const firstBin = 1000

/** The smallest value of each bin, from 0. A bin reaches to at most 102 percent of its smallest value. */
const binStarts = (): number[] => {
  const starts: number[] = []
  for (let start = 0; start < 2 ** 31; start = Math.floor((start * 102) / 100) + 1) starts.push(start)
  return starts
}

const starts = binStarts()

/** The middle of each bin: no value of the bin differs from it by more than one percent of the value. */
const middles = starts.map((start) => (start + Math.floor((start * 102) / 100)) / 2)

/** The functions of sketches by name, with their bodies: the bin of a value, and the middle of a bin. */
export const binFunctions: readonly { readonly signature: string; readonly name: string; readonly body: string }[] = [
  {
    name: 'botlens_bin',
    signature: '("value" integer) RETURNS smallint',
    body: `SELECT (${firstBin} + CASE WHEN "value" < 0 THEN -1 ELSE 1 END * width_bucket(abs("value"::bigint), '{${starts.join(',')}}'::bigint[]))::smallint`,
  },
  {
    name: 'botlens_bin_middle',
    signature: '("bin" smallint) RETURNS float8',
    body: `SELECT sign("bin" - ${firstBin}) * ('{${middles.join(',')}}'::float8[])[abs("bin" - ${firstBin})]`,
  },
]

/** The SQL that creates the functions of sketches. */
export const binFunctionsSql = (): string =>
  binFunctions
    .map(
      ({ name, signature, body }) =>
        `CREATE OR REPLACE FUNCTION "${name}"${signature} LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$${body}$$;\n`,
    )
    .join('\n')
