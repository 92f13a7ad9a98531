import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'
import type { Impact } from '../../../collector/core/incident/incident.ts'
import { total } from '../../../collector/core/time/interval.ts'
import {
  type Maintenance,
  type MaintenanceStatus,
  announcedFrom,
  endsAt,
  excludedSpans,
  isLate,
  isQuiet,
  maintenanceStatus,
  noticeDue,
  noticeGiven,
  workSpan,
} from '../../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { minute } from '../../../collector/core/time/units.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { maintenancePlace } from '../shared/places.ts'
import { excerpt } from '../../../collector/core/text/markdown.ts'
import { noticeSpan } from './span-words.ts'
import type { View } from '../shared/view.ts'

/** The state whose colour and sign a maintenance's status takes. */
export const toneOfWork: Record<MaintenanceStatus, ShownStatus> = {
  scheduled: 'under_maintenance',
  in_progress: 'under_maintenance',
  verifying: 'under_maintenance',
  completed: 'operational',
  cancelled: 'unknown',
}

/** The state whose colour the impact of planned work takes in a calendar. */
export const toneOfImpact: Record<Impact, ShownStatus> = {
  none: 'unknown',
  minor: 'under_maintenance',
  major: 'partial_outage',
  critical: 'major_outage',
}

/** Does it lie ahead, and have readers been notified of it beyond the calendar? Those cancelled are listed until they would have ended. */
export const isComing = (snapshot: Snapshot, maintenance: Maintenance): boolean =>
  snapshot.generatedAt < endsAt(maintenance) &&
  !isQuiet(maintenance) &&
  announcedFrom(maintenance, snapshot.notice) <= snapshot.generatedAt

/** A span of time, the day said once where both ends fall on it: `mer. 25 nov., 22:00 – 23:30`. */
export function spanHtml(view: View, from: number, to: number, style: 'w' | 'l' | 't'): string {
  const oneDay = view.format.key(from) === view.format.key(to)
  return `<span class="span">${view.time(from, style)} – ${view.time(to, oneDay ? 't' : style)}</span>`
}

/**
 * How long ahead it was told: `annoncée 12 jours avant`, or what was promised where that was too late. `text` stands in a
 * list, where an occurrence of the programme only says that it is one; `fact` stands behind the word "notice".
 */
export function noticeWords(
  view: View,
  maintenance: Maintenance,
): { readonly text: string; readonly fact: string; readonly late: boolean } {
  const words = view.words.planned
  const noticeTime = noticeGiven(maintenance)
  const noticeText =
    noticeTime < 0
      ? words.givenAfter
      : noticeTime < minute
        ? words.givenAtStart
        : fillPlaceholders(words.given, { span: noticeSpan(view, noticeTime) })
  if (!isLate(maintenance, view.snapshot.notice)) {
    const planned = maintenance.programme !== null && !maintenance.programme.changed
    return { text: planned ? words.byProgramme : noticeText, fact: noticeText, late: false }
  }
  const due = noticeSpan(view, noticeDue(maintenance, view.snapshot.notice))
  const values = { given: noticeText, due }
  return {
    text: fillPlaceholders(words.late, values),
    fact: fillPlaceholders(words.tooShort, values),
    late: true,
  }
}

/** Whether its time is left out of availability, in words. */
export function countedWords(view: View, maintenance: Maintenance): string {
  const words = view.words.planned.counted
  const { notice, excludeMaintenance } = view.snapshot
  if (maintenance.cancelledAt !== null) return words.cancelled
  if (excludeMaintenance === 'none') return words.none
  if (excludeMaintenance === 'all') return words.all
  const excluded = total(excludedSpans(maintenance, notice, excludeMaintenance))
  if (excluded === 0) return isLate(maintenance, notice) ? words.late : words.early
  const { from, to } = workSpan(maintenance)
  return excluded >= to - from
    ? words.excluded
    : fillPlaceholders(words.partly, { span: view.format.duration(excluded) })
}

/**
 * What work means for readers, in a line with the word for what it is: what they can do meanwhile, else what is done, else
 * why; null where nothing was said.
 */
export function labelledText(
  view: View,
  { alternatives, body, reason }: Pick<Maintenance, 'alternatives' | 'reason'> & { readonly body?: Text },
): { readonly label: string; readonly text: string } | null {
  const { planned } = view.words
  const parts = [
    [planned.alternatives, alternatives],
    [planned.details, body ?? null],
    [planned.reason, reason],
  ] as const
  for (const [label, text] of parts) {
    const words = text === null ? '' : view.text(text)
    if (words.trim() !== '') return { label, text: excerpt(words, 160).text }
  }
  return null
}

/** A maintenance in a list of several. Texts ending in `Html` are safe HTML. */
export type WorkCard = {
  readonly titleHtml: string
  readonly href: string
  readonly status: MaintenanceStatus
  readonly badge: string
  readonly tone: ShownStatus
  readonly spanHtml: string
  readonly impact: string
  /** What it means for readers, in a line behind its label; null where nothing was said. */
  readonly text: { readonly label: string; readonly text: string } | null
  readonly notice: string
  readonly late: boolean
}

/** A maintenance for a list; `day` (`YYYY-MM-DD`) is the one it is listed under, whose date need not be said again. */
export function workCard(view: View, maintenance: Maintenance, day: string | null): WorkCard {
  const status = maintenanceStatus(maintenance, view.snapshot.generatedAt)
  const { from, to } = workSpan(maintenance)
  const notice = noticeWords(view, maintenance)
  const inDay = day !== null && view.format.key(from) === day && view.format.key(to) === day
  return {
    titleHtml: view.html(maintenance.title),
    href: view.link(maintenancePlace(maintenance.id)),
    status,
    badge: view.words.planned.status[status],
    tone: toneOfWork[status],
    spanHtml: spanHtml(view, from, to, inDay ? 't' : 'w'),
    impact: view.words.impact[maintenance.impact],
    text: labelledText(view, maintenance),
    notice: notice.text,
    late: notice.late,
  }
}
