import { expect, test } from 'vitest'
import { nextLink } from '../../../collector/core/report/chain.ts'
import { reportPeriod } from '../../../collector/core/report/build-report.ts'
import { snapshotReport } from '../../../collector/core/snapshot/snapshot-report.ts'
import { aSnapshot } from '../../src/snapshots.ts'

const snapshot = aSnapshot()
const zone = snapshot.page.timezone
const today = Object.keys(snapshot.response.days).at(-1)!

test('a day that the page shows has the figures that the page has', () => {
  const report = snapshotReport(snapshot, reportPeriod('daily', today, zone))
  expect(report).toMatchObject({
    kind: 'daily',
    period: today,
    until: new Date(snapshot.generatedAt).toISOString(),
  })
  expect(report.components.map((one) => one.id)).toEqual(snapshot.components.map((one) => one.id))
  for (const [i, component] of snapshot.components.entries())
    expect(report.components[i]!.response.p95).toBe(component.days.at(-1)!.p95)
  expect(report.terms.timezone).toBe(zone)
})

test('the report of a day tells it against the day before', () => {
  const report = snapshotReport(snapshot, reportPeriod('daily', today, zone))
  const yesterday = Object.keys(snapshot.response.days).at(-2)!
  expect(report.before?.period).toBe(yesterday)
  expect(report.before).toMatchObject({ p95: snapshot.response.days[yesterday]!.p95 })
})

test('a frozen month is shown as it was frozen, and the month after it against that', () => {
  const month = today.slice(0, 7)
  const running = snapshotReport(snapshot, reportPeriod('monthly', month, zone))
  const was = { ...running, period: '2026-10', page: 'As it was called then' }
  const link = nextLink(
    null,
    { period: '2026-10', revision: 1, frozenAt: 0, why: null, text: JSON.stringify(was) },
    (text) => String(text.length),
  )
  const frozen = { ...snapshot, reports: [link] }
  expect(snapshotReport(frozen, reportPeriod('monthly', '2026-10', zone))).toEqual(was)
  expect(snapshotReport(frozen, reportPeriod('monthly', month, zone)).before).toMatchObject({
    period: '2026-10',
    printed: was.availability.printed,
  })
})
