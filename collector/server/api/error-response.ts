import { type ValidationReason, ValidationError } from '../../notices/rules/validation-error.ts'
import { StoreError } from '../../store/store.ts'
import type { ServerLog } from '../log.ts'
import { problemResponse } from '../problem-response.ts'
import { HttpError } from './responses.ts'
import type { NoticeSerializer } from './serializer.ts'

/** The status and the title for each reason of a ValidationError. */
const statusByReason: Readonly<
  Record<ValidationReason, { readonly status: number; readonly title: string }>
> = {
  invalid: { status: 422, title: 'Invalid' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Changed meanwhile' },
  not_now: { status: 409, title: 'Not now' },
  too_late: { status: 422, title: 'Too little notice' },
}

/** Value of `Retry-After` while the store is unavailable, seconds. */
const retryAfterSeconds = 5

/** The response for an error that the client can act on; null for an internal error. */
export function errorResponse(error: unknown, serialize: NoticeSerializer, log: ServerLog): Response | null {
  if (error instanceof HttpError) return error.toResponse()
  if (error instanceof ValidationError) {
    const { reason, issues, current, earliest } = error
    return problemResponse({
      ...statusByReason[reason],
      reason,
      detail: error.message,
      errors: issues,
      ...((reason === 'conflict' || reason === 'not_now') && { current: current && serialize(current) }),
      ...(earliest !== null && { earliest: new Date(earliest).toISOString() }),
    })
  }
  if (error instanceof StoreError && error.transient) {
    log.error(`API request failed, database unavailable: ${error.message}`)
    return problemResponse(
      {
        status: 503,
        title: 'Cannot be stored now',
        reason: 'unavailable',
        detail: 'Nothing was written. Try again in a moment.',
      },
      { 'Retry-After': String(retryAfterSeconds) },
    )
  }
  return null
}
