import type { ShownStatus } from '../../collector/core/monitoring/health.ts'
import type { ComponentView, LatencyPoint, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { hour } from '../../collector/core/time/units.ts'
import { banner } from '../view/overview/overview.ts'
import { isMonitored, measuredFigure, boundsOfComponent } from '../view/shared/day-state.ts'
import { viewOf } from '../view/shared/view.ts'
import type { Badge } from './draw.ts'
import { badgeName, badgeText } from './name.ts'

/** Badges speak the page's own language. */
const view = (snapshot: Snapshot) => viewOf(snapshot, undefined, '/badges/page.svg')

/** How a component is; a collector that is cut off does not know. */
export function statusBadge(snapshot: Snapshot, component: ComponentView): Badge {
  const tone = snapshot.cutOff ? 'unknown' : component.status
  return {
    label: badgeText(snapshot, component.name, component.id),
    message: view(snapshot).words.shown[tone],
    colon: view(snapshot).words.colon,
    tone,
  }
}

/** How the whole page is, in the tone of its banner. */
export function pageBadge(snapshot: Snapshot): Badge {
  const { words } = view(snapshot)
  const { tone } = banner(view(snapshot))
  // Everything works, and yet an incident is open: that is said, not which status it might have.
  const followed = snapshot.status === 'operational' && tone === 'degraded_performance'
  return {
    label: badgeName(snapshot.page.name, words.status),
    message: followed ? words.openIncidents : words.shown[tone],
    colon: words.colon,
    tone,
  }
}

/** From which share of availability a badge is how green. */
const shares: readonly (readonly [number, ShownStatus])[] = [
  [0.999, 'operational'],
  [0.99, 'degraded_performance'],
  [0.95, 'partial_outage'],
  [0, 'major_outage'],
]

/** What a figure counts over: the days that the page shows, or, where its history is shorter, since when. */
function countsOver(snapshot: Snapshot, component: ComponentView): string {
  const { words, format } = view(snapshot)
  const { firstAt } = component
  const [first] = component.days
  return firstAt !== null && first && format.key(firstAt) > first.date
    ? `${words.since} ${format.short(format.key(firstAt))}`
    : `${format.count(snapshot.page.historyDays)}\u00a0${words.units.day}`
}

const toneOf = (ratio: number): ShownStatus => shares.find(([from]) => ratio >= from)?.[1] ?? 'unknown'

/**
 * The availability of a component, as the page prints it, and over which time. Where a notable part of them
 * was not watched it is both ends of what it may have been, in a colour only where both have the same.
 */
export function uptimeBadge(snapshot: Snapshot, component: ComponentView): Badge {
  const { words, format } = view(snapshot)
  const { availability, lower, upper } = component.uptime
  const printed = measuredFigure(component)
  const label = `${badgeText(snapshot, component.name, component.id)} · ${words.availability.toLocaleLowerCase()}`
  if (printed === null || availability === null)
    return {
      label,
      message: isMonitored(component) ? words.noData : words.notMonitored,
      colon: words.colon,
      tone: 'unknown',
    }
  const bounds = boundsOfComponent(component)
  const figure = bounds
    ? `${format.percent(bounds.lower)} – ${format.percent(bounds.upper)}`
    : format.percent(printed)
  const [low, high] = bounds ? [toneOf(lower ?? 0), toneOf(upper ?? 1)] : [toneOf(availability)]
  return {
    label,
    message: `${figure} · ${countsOver(snapshot, component)}`,
    colon: words.colon,
    tone: high !== undefined && high !== low ? 'unknown' : low,
  }
}

/** How old an hour may be that a badge still tells, ms. */
const recent = 3 * hour

/** The latest whole hour with a P95; before there is one the hour that runs; null when nothing answered lately. */
export function latestHour({ latency }: ComponentView, now: number): LatencyPoint | null {
  const lately = latency.filter((one) => one.p95 !== null && one.at <= now && one.at > now - recent - hour)
  return lately.findLast((one) => one.at + hour <= now) ?? lately.at(-1) ?? null
}

/**
 * How long a component takes to answer: P95 of the last hour. Where nothing answered lately it is that of the latest day
 * with an answer, by its date, and in the tone of what is not known now.
 */
export function responseBadge(snapshot: Snapshot, component: ComponentView): Badge {
  const { words, format } = view(snapshot)
  const label = `${badgeText(snapshot, component.name, component.id)} · ${words.p95}`
  const { colon } = words
  const hourly = latestHour(component, snapshot.generatedAt)?.p95 ?? null
  // How fast is fast enough is not ours to say: the colour says that it is known.
  if (hourly !== null)
    return {
      label,
      message: `${format.latency(hourly)} · 1\u00a0${words.units.hour}`,
      colon,
      tone: 'under_maintenance',
    }
  const answered = component.days.findLast(({ p95 }) => p95 !== null)
  return {
    label,
    message: answered ? `${format.latency(answered.p95!)} · ${format.short(answered.date)}` : words.noData,
    colon,
    tone: 'unknown',
  }
}
