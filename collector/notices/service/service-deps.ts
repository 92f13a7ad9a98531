import { collectorAuthor } from '../../core/incident/incident.ts'
import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import type { Actor } from './notice-service.ts'
import type { WrittenNotices } from './notice-writer.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { oneLine } from '../fields/field-schemas.ts'

/** What the notice service works with. */
export type NoticeServiceDeps = {
  readonly store: Store
  readonly config: Pick<Config, 'page' | 'components' | 'notice'>
  /** ms since the epoch. */
  readonly now: () => number
  /** A new id of 12 characters `[a-z0-9]`. */
  readonly id: () => string
  /** Called with what was written, once it is durable. */
  readonly onChange?: (written: WrittenNotices) => void
}

/** The longest name of an author. */
const longestName = 100

/** Who writes, in one line. @throws ValidationError for no name, and for that of the collector itself */
export function authorOf({ by }: Actor): string {
  const name = oneLine(by).slice(0, longestName).toWellFormed()
  if (name === '')
    throw new ValidationError('invalid', [{ path: '', message: 'Nobody is named as the author.' }])
  if (name === collectorAuthor)
    throw new ValidationError('invalid', [
      {
        path: '',
        message: `The name "${collectorAuthor}" is kept for what Vigie says by itself. Write under another.`,
      },
    ])
  return name
}
