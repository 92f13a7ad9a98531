import { hash } from 'node:crypto'
import { type PermanentKind, permanentIdOf } from '../../collector/core/text/permanent-id.ts'

/** See `permanentIdOf`. */
export const permanentId = (kind: PermanentKind, id: string): string =>
  permanentIdOf((text) => hash('sha256', text, 'hex'), kind, id)
