import { collectorAuthor, type Incident } from '../../core/incident/incident.ts'
import type { Config } from '../../core/config/config.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Store } from '../../store/store.ts'
import type { Actor } from './notice-service.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { oneLine } from '../api/field-schemas.ts'

/** What a desk needs to do its work. */
export type NoticeServiceDeps = {
  readonly store: Store
  readonly config: Pick<Config, 'page' | 'components' | 'notice'>
  /** ms since the epoch. */
  readonly now: () => number
  /** A new id of 12 characters `[a-z0-9]`. */
  readonly id: () => string
  /** Told of what was written, once it is durable. */
  readonly onChange?: (what: {
    readonly incidents?: readonly Incident[]
    readonly maintenances?: readonly Maintenance[]
  }) => void
}

/** The longest name of an author. */
const longestName = 100

/** Who writes, in one line. @throws ValidationError for no name, and for that of what Vigie says by itself */
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
