import { z } from 'zod'
import { parseTime } from '../../core/time/parse-time.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'

/** What an id of any kind is in an address: one line. Those of imported notices may have any letters. */
export const IdText = z.string().regex(/^\P{Cc}{1,200}$/u)

/** The parameter that continues a list after the page before: the id of its last item, with its place where it needs one. */
export const CursorText = z.string().regex(/^(?:-?\d{1,16}\.)?\P{Cc}{1,200}$/u)

/** Reject a parameter of the query. @throws ValidationError `invalid` */
export const rejectParameter = (path: string, message: string): never => {
  throw new ValidationError('invalid', [{ path, message }])
}

/** A cursor that is none. @throws ValidationError `invalid` */
export const rejectCursor = (name: string): never =>
  rejectParameter(name, 'is not a valid cursor. Follow the Link header of the previous page.')

/**
 * A time in a query, ms; what names no offset is read in `zone`. @throws ValidationError `invalid` for what is no time, and for
 * one that the clocks of the zone skip or show twice
 */
export function parseTimeParameter(name: string, text: string, now: number, zone: string): number {
  // In a query a plus that is not written as %2B is decoded as a space.
  const written = text.replace(/^ +(?=\d)/, '+').replace(/(:\d\d(?:\.\d+)?) +(?=\d\d:?\d\d$)/, '$1+')
  const at = parseTime(written, now, zone)
  if (at === null)
    return rejectParameter(
      name,
      'is not a time. Write one such as "2026-11-22T15:00:00Z", "-2d" or "tomorrow 04:00".',
    )
  const doubt = describeDoubtfulTime(written, now, zone)
  return doubt === null ? at : rejectParameter(name, `"${written.trim()}" ${doubt}`)
}
