import { meanAvailability } from '../../../collector/core/availability/availability.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { beganIn } from '../../../collector/core/report/incident-report.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { dayInterval } from '../../../collector/core/time/calendar.ts'
import type { View } from '../shared/view.ts'
import { frozenOf, kindOf, reportDays, reportOf, reportMonths, reportPlace } from './report-list.ts'

/** How many days the list of reports names. */
const listedDays = 31
/** The latest days with the two figures that the list tells of each: as their reports do, without making them. */
function dayFigures(snapshot: Snapshot, count: number) {
  const { timezone } = snapshot.page
  return reportDays(snapshot)
    .slice(-count)
    .map((date) => {
      const day = dayInterval(date, timezone)
      const figures = snapshot.components.flatMap((one) =>
        one.days.filter((its) => its.date === date && (one.evidence.monitored !== false || its.down > 0)),
      )
      return {
        date,
        printed: meanAvailability(figures).printed,
        begun: snapshot.incidents.filter((one) => beganIn(one, day)).length,
      }
    })
}
const entry = (view: View, name: string, printed: string | null, begun: number) => ({
  href: view.link(reportPlace(name)),
  label: kindOf(name) === 'monthly' ? view.format.month(name) : view.format.weekday(name),
  facts: [
    printed === null ? view.words.reports.noData : view.format.percent(printed),
    view.counted(view.words.incidentsInMonth, begun),
  ].join(' · '),
})
/** The page of all reports. */

export function reportIndex(view: View) {
  const { snapshot, words } = view
  const months = reportMonths(snapshot)
    .toReversed()
    .map((name) => {
      const report = reportOf(snapshot, name)
      const frozen = frozenOf(snapshot, name)
      const badge =
        report.until < report.to
          ? words.reports.badgeRunning
          : frozen && frozen.revision > 1
            ? fillPlaceholders(words.reports.badgeRevised, { count: String(frozen.revision) })
            : null
      return { ...entry(view, name, report.availability.printed, report.incidents.begun), badge }
    })
  const days = dayFigures(snapshot, listedDays).map(({ date, printed, begun }) => ({
    ...entry(view, date, printed, begun),
    badge: null,
  }))
  return { months, days: days.toReversed() }
}
