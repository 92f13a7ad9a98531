/** Readers of values that may yet be wrong: what is not of the wanted form is as good as absent. */

/** The value under a key of a mapping. */
export const get = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

/** The items of a list, each with its position. */
export const items = (value: unknown): [number, unknown][] =>
  Array.isArray(value) ? [...value.entries()] : []

/** The entries of a mapping. */
export const fields = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []

/** Text, or undefined. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** All texts of a reader's text: one, or one per locale. */
export const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : fields(value).flatMap(([, text]) => (typeof text === 'string' ? [text] : []))
