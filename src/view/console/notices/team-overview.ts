import type { TeamOverview } from '../../../../collector/core/console/console-page.ts'
import { fillPlaceholders } from '../../../../collector/core/i18n/sentences.ts'
import type { Incident } from '../../../../collector/core/incident/incident.ts'
import { firstAnswer } from '../../../../collector/core/slo/incident-clocks.ts'
import { maintenanceStatus } from '../../../../collector/core/maintenance/maintenance.ts'
import type { ShownStatus } from '../../../../collector/core/monitoring/health.ts'
import { clockLines } from '../../incident/incident-clocks.ts'
import { openNotice } from '../../incident/incident.ts'
import { toneOfWork } from '../../maintenance/maintenance.ts'
import { componentPlace } from '../../shared/places.ts'
import type { ConsoleView } from '../console-view.ts'

/** The heading of the overview: how things stand, in a word, with its colour. */
export type Standing = { readonly tone: ShownStatus; readonly text: string }

/** How things stand for the team: what readers feel comes first, what the collector needs second. */
export function standingOf({ view, words }: ConsoleView, overview: TeamOverview): Standing {
  const { incidents, problems, warnings, alerts, deliveries } = overview
  if (problems.length > 0) return { tone: 'major_outage', text: words.overview.problems }
  if (incidents.length > 0)
    return {
      tone: openNotice(view, incidents[0]!).tone,
      text: view.counted(view.words.teamNotices.open, incidents.length),
    }
  const isCalm = [warnings, alerts, disturbed(view)].every((list) => list.length === 0)
  return isCalm && deliveries.dead === 0
    ? { tone: 'operational', text: words.overview.calm }
    : { tone: 'degraded_performance', text: words.overview.warnings }
}

/** The services that do not work as they should, for a list. */
export const disturbed = (view: ConsoleView['view']) =>
  view.snapshot.components
    .filter(({ status }) => status !== 'operational')
    .map(({ id, name, status }) => ({
      nameHtml: view.html(name),
      href: view.link(componentPlace(id)),
      status,
      label: view.words.shown[status],
    }))

/** An open incident for the team: who is hit, whether somebody has answered, and what was promised. */
export function openIncident({ view, words }: ConsoleView, incident: Incident) {
  const answer = firstAnswer(incident)
  return {
    ...openNotice(view, incident),
    isAnswered: answer !== null,
    answered:
      answer === null
        ? words.overview.unacknowledged
        : fillPlaceholders(words.overview.acknowledged, { name: answer.by ?? '…' }),
    clocks: clockLines(view, incident),
  }
}

/** Maintenance under way and to come, soonest first, as many as are looked at. */
export const plannedWork = ({ view }: ConsoleView, { maintenances }: TeamOverview) =>
  maintenances.map((one) => {
    const status = maintenanceStatus(one, view.snapshot.generatedAt)
    return {
      id: one.id,
      titleHtml: view.html(one.title),
      timeHtml: view.time(one.scheduledFor, 'w'),
      tone: toneOfWork[status],
      label: view.words.planned.status[status],
    }
  })
