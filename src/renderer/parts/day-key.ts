import { hash } from 'node:crypto'
import type { DayView } from '../../../collector/core/snapshot/snapshot.ts'

// Days of the past come back as the same objects: they are read once.
const keys = new WeakMap<DayView, string>()

/** All there is to know of a day of a component, in a short text. */
export function dayKey(day: DayView): string {
  let key = keys.get(day)
  if (key === undefined) keys.set(day, (key = hash('sha256', JSON.stringify(day), 'base64url').slice(0, 16)))
  return key
}
