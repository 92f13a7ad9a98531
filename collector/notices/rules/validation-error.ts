import type { NoticeRow } from '../../core/incident/notice.ts'

/** Why a notice was not taken. Nothing was written. */
export type ValidationReason =
  /** The input cannot be read, or contradicts itself. */
  | 'invalid'
  /** There is no such notice. */
  | 'not_found'
  /** Somebody else changed it first: `current` is what it is now. */
  | 'conflict'
  /** It does not fit what the notice is now (ended, cancelled, already acknowledged …). */
  | 'not_now'
  /** Too little notice for its class: `earliest` is the first time allowed. */
  | 'too_late'

/** A problem of an input; `path` is that of the API's field, dots between its parts, empty for the whole. */
export type Issue = { readonly path: string; readonly message: string }

/** An input that cannot become a notice. Messages say what to write instead. */
export class ValidationError extends Error {
  readonly reason: ValidationReason
  readonly issues: readonly Issue[]
  readonly current: NoticeRow | null
  /** For `too_late`, ms. */
  readonly earliest: number | null
  constructor(
    reason: ValidationReason,
    issues: readonly Issue[],
    more: { readonly current?: NoticeRow | null; readonly earliest?: number } = {},
  ) {
    super(issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n'))
    this.name = 'ValidationError'
    this.reason = reason
    this.issues = issues
    this.current = more.current ?? null
    this.earliest = more.earliest ?? null
  }
}
