import type { Text } from '../text/localized-text.ts'

/** A place that services are watched from. */
export type Region = { readonly id: string; readonly name: Text }
