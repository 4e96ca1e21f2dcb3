/** Normalizes SQL, regardless of its layout and quoting. */
export const normalizeSql = (text: string): string => text.replaceAll('"', '').replaceAll(/\s+/g, ' ').trim()
