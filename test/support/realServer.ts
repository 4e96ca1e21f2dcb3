/** The PostgreSQL server of tests; undefined for the embedded one. Its user must be able to create databases. */
export const serverUrl = process.env['TEST_DATABASE_URL']

/** The database that tests copy. */
export const templateName = 'botlens_test_template'

/** The address of another database on the same server. */
export const urlOfDatabase = (url: string, name: string): string => {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
