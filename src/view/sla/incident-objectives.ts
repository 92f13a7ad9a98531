import { monthInterval } from '../../../collector/core/time/calendar.ts'
import {
  type IncidentClock,
  type IncidentClocks,
  isAnnouncement,
  mtta,
  mttr,
} from '../../../collector/core/slo/incident-clocks.ts'
import { type Incident, isOpen, resolvedAt } from '../../../collector/core/incident/incident.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { clockLines, clockNote, clocksOf, clockText } from '../incident/incident-clocks.ts'
import { incidentPlace } from '../shared/places.ts'
import { lastMonths } from './past-months.ts'
import type { View } from '../shared/view.ts'

/** How many resolved incidents are listed one by one. */
const listed = 20

/** Is it held to promises at all? Not what never was, was taken off the page, or only told of something. */
const counts = (incident: Incident): boolean =>
  incident.falseAlarm === null && !incident.withdrawn && !isAnnouncement(incident)

/** The incidents that the page of promises tells of: open ones, and those resolved since a month began twelve months ago. */
export function promisedIncidents({ incidents, generatedAt, page }: Snapshot) {
  const from = monthInterval(lastMonths(generatedAt, page.timezone).at(-1)!, page.timezone).from
  return {
    from,
    open: incidents.filter((one) => isOpen(one) && counts(one)),
    resolved: incidents.filter((one) => counts(one) && (resolvedAt(one) ?? -1) >= from),
  }
}

/** One cell of the list: what it took, and the promise beside it as HTML. */
function cell(view: View, clock: IncidentClock) {
  return { value: clockText(view, clock).value, noteHtml: clockNote(view, clock) }
}

/** How many of some clocks were kept, of those that were judged at all. */
function keptOf(
  view: View,
  clocks: readonly IncidentClock[],
): { readonly text: string; readonly all: boolean } | null {
  const withVerdict = clocks.filter(({ objective, verdict }) => objective !== null && verdict !== 'unknown')
  const kept = withVerdict.filter(({ verdict }) => verdict !== 'broken').length
  if (withVerdict.length === 0) return null
  const count = (value: number) => view.format.count(value)
  const values = { kept: count(kept), all: count(withVerdict.length) }
  return { text: fillPlaceholders(view.words.sla.clocks.keptOf, values), all: kept === withVerdict.length }
}

/** Data lost in the incidents of which it was declared; null where it never was. */
function losses(view: View, clocks: readonly IncidentClocks[]) {
  const { sla } = view.words
  const declared = clocks.filter(({ dataLoss }) => dataLoss.lost !== null)
  if (declared.length === 0) return null
  const withLoss = declared.filter(({ dataLoss }) => dataLoss.lost! > 0).length
  const broken = declared.some(({ dataLoss }) => dataLoss.verdict === 'broken')
  const text =
    withLoss > 0
      ? view.counted(sla.clocks.losses, withLoss)
      : view.counted(sla.clocks.noLoss, declared.length)
  return { text, all: !broken }
}

/** Everything the page says of incidents and the times promised for them. */
export function incidentPromises(view: View) {
  const { snapshot, words, format } = view
  const { sla } = words
  const { from, open, resolved } = promisedIncidents(snapshot)
  const all = resolved.map((one) => clocksOf(view, one))
  const period = { from, to: snapshot.generatedAt + 1 }
  const means = [
    { label: sla.clocks.mtta, ms: mtta(resolved.concat(open), period) },
    { label: sla.clocks.mttr, ms: mttr(resolved, period) },
  ]
  const rows = [
    {
      label: sla.clocks.response,
      result: keptOf(
        view,
        all.map((one) => one.response),
      ),
    },
    {
      label: sla.clocks.recovery,
      result: keptOf(
        view,
        all.map((one) => one.recovery),
      ),
    },
    {
      label: sla.clocks.resolution,
      result: keptOf(
        view,
        all.map((one) => one.resolution),
      ),
    },
    { label: sla.clocks.dataLoss, result: losses(view, all) },
  ]
  const newest = resolved
    .map((incident, index) => ({ incident, clocks: all[index]!, end: resolvedAt(incident) ?? 0 }))
    .toSorted((a, b) => b.end - a.end)
    .slice(0, listed)
  return {
    since: fillPlaceholders(sla.clocks.since, { month: format.month(format.key(from).slice(0, 7)) }),
    open: open.map((incident) => ({
      titleHtml: view.html(incident.title),
      href: view.link(incidentPlace(incident.id)),
      priority: incident.priority,
      beganHtml: view.time(incident.startedAt, 'm'),
      lines: clockLines(view, incident),
    })),
    facts: [
      ...rows.flatMap(({ label, result }) =>
        result ? [{ label, value: result.text, good: result.all }] : [],
      ),
      ...means.flatMap(({ label, ms }) =>
        ms === null ? [] : [{ label, value: view.format.duration(ms), good: null }],
      ),
    ],
    listed: newest.map(({ incident, clocks, end }) => ({
      titleHtml: view.html(incident.title),
      href: view.link(incidentPlace(incident.id)),
      priority: incident.priority,
      dateHtml: view.time(end, 'd'),
      response: cell(view, clocks.response),
      recovery: cell(view, clocks.recovery),
      resolution: cell(view, clocks.resolution),
    })),
  }
}
