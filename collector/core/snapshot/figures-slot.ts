import { hourFloor } from '../time/calendar.ts'
import { day, minute } from '../time/units.ts'
import type { Snapshot } from './snapshot.ts'

/** How often figures are told again of what has been watched for less than a day, ms. */
const youngSlot = 5 * minute

/**
 * Figures that move with the minutes are told again when this changes: with the hour (UTC), or every five minutes while some
 * component has been watched for less than a day, whose few figures still change what they say. ms.
 */
export function figuresSlot({ components }: Pick<Snapshot, 'components'>, at: number): number {
  const isYoung = components.some(({ firstAt }) => firstAt !== null && firstAt > at - day)
  return isYoung ? Math.floor(at / youngSlot) * youngSlot : hourFloor(at)
}
