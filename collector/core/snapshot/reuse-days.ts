import type { ComponentView, DayView, Snapshot } from './snapshot.ts'

/**
 * The same snapshot, with every day that did not change since `previous` being the very object of then. Nine days in ten
 * never change again; a renderer can keep what it made of them.
 */
export function reuseUnchangedDays(next: Snapshot, previous: Snapshot | null): Snapshot {
  if (!previous) return next
  const before = new Map(previous.components.map((component) => [component.id, component]))
  return {
    ...next,
    components: next.components.map((component) => {
      const previousComponent = before.get(component.id)
      return previousComponent
        ? { ...component, days: reuseDays(component.days, previousComponent) }
        : component
    }),
  }
}

function reuseDays(days: readonly DayView[], previous: ComponentView): readonly DayView[] {
  // Days lie in a row: the first one tells how far the window has moved.
  const shift = previous.days.findIndex((day) => day.date === days[0]?.date)
  return shift < 0
    ? days
    : days.map((day, i) => (isSameDay(day, previous.days[i + shift]) ? previous.days[i + shift]! : day))
}

function isSameDay(a: DayView, b: DayView | undefined): boolean {
  if (!b) return false
  for (const key of Object.keys(a) as (keyof DayView)[]) {
    if (key === 'incidents') {
      if (a.incidents.length !== b.incidents.length || a.incidents.some((id, i) => id !== b.incidents[i]))
        return false
    } else if (a[key] !== b[key]) return false
  }
  return true
}
