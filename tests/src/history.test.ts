import { expect, test } from 'vitest'
import { months } from '../../src/view/history/history.ts'
import { aSnapshot, anIncident } from './snapshots.ts'

const spanning = (id: string, from: string, until: string) => {
  const incident = anIncident()
  const [first] = incident.updates
  return {
    ...incident,
    id,
    startedAt: Date.parse(from),
    updates: [
      { ...first!, at: Date.parse(from), status: 'investigating' as const },
      { ...first!, id: `${id}-end`, at: Date.parse(until), status: 'resolved' as const },
    ],
  }
}
const listed = (incidents: ReturnType<typeof spanning>[]): Record<string, string[]> => {
  const snapshot = aSnapshot({ maintenances: [], recurringMaintenance: [], incidents })
  return Object.fromEntries(months(snapshot).map((one) => [one.month, one.incidents.map(({ id }) => id)]))
}

test('an incident stands in each month it touches, by the clock of the page', () => {
  const found = listed([
    spanning('long', '2026-09-30T12:00:00Z', '2026-11-03T12:00:00Z'),
    // In Paris the month is over at 23:00 UTC.
    spanning('ends', '2026-10-31T12:00:00Z', '2026-10-31T23:00:00Z'),
  ])
  expect(found['2026-09']).toEqual(['long'])
  expect(found['2026-10']).toEqual(['long', 'ends'])
  expect(found['2026-11']).toEqual(['long'])
})
