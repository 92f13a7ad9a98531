import { compareImpact, impactOfStatus, priorityOfStatus } from './impact.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import { derivedId } from '../text/id.ts'
import {
  type Incident,
  type IncidentStatus,
  type IncidentUpdate,
  incidentStatus,
  isOpen,
  resolvedAt,
  collectorAuthor,
} from './incident.ts'
import { type Text, inLocale } from '../text/localized-text.ts'

/** What the monitors of a component say, and the latest incident the collector opened about it. */
export type ComponentSituation = {
  readonly component: ComponentConfig
  readonly measured: MeasuredStatus | 'unknown'
  /** When they began to say so, ms (the date of the change, not of the noticing). */
  readonly since: number
  /** Now, ms. */
  readonly now: number
  /** The fault of the check that confirmed it, for `{fault}`. */
  readonly fault: string
  readonly current: Incident | null
}

type AutomaticIncidentSettings = Config['incidents'] & { readonly locales: readonly string[] }

const gravity: Record<MeasuredStatus, number> = {
  operational: 0,
  degraded_performance: 1,
  partial_outage: 2,
  major_outage: 3,
}
/** After this many relapses an incident stops telling each one: readers have understood, and it ends with one message. */
const toldRelapses = 3

/** Has a person said anything in it? From then on the person decides. */
const takenOver = (incident: Incident): boolean =>
  incident.updates.some((update) => update.author !== collectorAuthor)

/** Is what a person made of it the last word, so that what comes after is another story? */
const settled = (incident: Incident): boolean => takenOver(incident) || incident.falseAlarm !== null

/** What the incident last said of its component. */
function lastSaid(incident: Incident, component: string): MeasuredStatus {
  for (let i = incident.updates.length - 1; i >= 0; i--) {
    const said = incident.updates[i]!.components[component]
    if (said !== undefined) return said
  }
  return 'operational'
}

/** How often it came back after it had seemed over. */
const relapses = (incident: Incident): number =>
  incident.updates.filter(
    (update, i) =>
      i > 0 && update.status === 'investigating' && incident.updates[i - 1]!.status !== 'investigating',
  ).length

/**
 * What the collector has to say by itself about a component: the incident as it must become (its version grown by one),
 * or null when there is nothing to say. It depends on the situation only, so it may be asked again at any time, after a
 * restart too.
 *
 * A confirmed outage opens an incident, a change of status updates it, a recovery resolves it at the first good check.
 * One that comes back within `settings.fold` goes on in the same incident, which from then on is resolved only after it
 * has been quiet for that long (dated to the recovery all the same).
 */
export function decideIncident(
  situation: ComponentSituation,
  settings: AutomaticIncidentSettings,
): Incident | null {
  const { component, measured, since, now, current } = situation
  if (measured === 'unknown') return null
  // Switched off, none is opened any more; one that is open still goes on to its end.
  if (!settings.automatic && !(current && isOpen(current))) return null
  if (current && takenOver(current) && (isOpen(current) || since <= resolvedAt(current)!)) return null
  const bad = gravity[measured] >= gravity[settings.from]
  if (bad) return worsen(situation, measured, settings)
  if (!current || !isOpen(current)) return null
  if (relapses(current) === 0 || now - since >= settings.fold) {
    const at = Math.max(since, latest(current).at)
    return saying(current, 'resolved', settings.templates.recovered, situation, measured, at, settings)
  }
  // It may come back yet: say that it recovered, and wait.
  if (incidentStatus(current) === 'monitoring' || relapses(current) >= toldRelapses) return null
  return saying(current, 'monitoring', settings.templates.recovered, situation, measured, now, settings)

  function worsen(
    of: ComponentSituation,
    status: MeasuredStatus,
    given: AutomaticIncidentSettings,
  ): Incident | null {
    if (!current || (!isOpen(current) && (since - resolvedAt(current)! > given.fold || settled(current))))
      return opening(of, status, given)
    if (!isOpen(current) || incidentStatus(current) === 'monitoring')
      return saying(current, 'investigating', given.templates.again, of, status, now, given)
    const said = lastSaid(current, component.id)
    if (said === status) return null
    if (relapses(current) >= toldRelapses && gravity[status] <= gravity[said]) return null
    return saying(current, incidentStatus(current), given.templates.changed, of, status, now, given)
  }
}

const noLongerWatched: Text = {
  fr: 'Nous ne surveillons plus ce composant\u00a0; l’incident est clos sans que nous ayons constaté son rétablissement.',
  en: 'We no longer watch this component; the incident is closed without our having seen it recover.',
}

/**
 * What becomes of an automatic incident whose component is no longer watched (it or its last monitor has left the
 * configuration): nobody would ever resolve it, so the collector does, and says why. Null when it is over, or a person's.
 */
export function closeOrphaned(incident: Incident, now: number): Incident | null {
  if (!incident.automatic || !isOpen(incident) || takenOver(incident)) return null
  const version = incident.version + 1
  const update: IncidentUpdate = {
    id: derivedId('update', incident.id, version),
    at: Math.max(now, latest(incident).at),
    status: 'resolved',
    body: noLongerWatched,
    components: {},
    author: collectorAuthor,
  }
  return { ...incident, updates: [...incident.updates, update], version }
}

const latest = (incident: Incident): IncidentUpdate => incident.updates[incident.updates.length - 1]!

function opening(
  situation: ComponentSituation,
  status: MeasuredStatus,
  settings: AutomaticIncidentSettings,
): Incident {
  const { component, since, now } = situation
  const id = derivedId('incident', component.id, since)
  const title = settings.templates.title[status as Exclude<MeasuredStatus, 'operational'>]
  return {
    id,
    title: fill(title, situation, settings.locales),
    impact: impactOfStatus(status),
    priority: component.priority ?? priorityOfStatus(status),
    startedAt: since,
    detectedAt: now,
    acknowledgedAt: null,
    automatic: true,
    about: component.id,
    updates: [
      {
        id: derivedId('update', id, 1),
        at: now,
        status: 'investigating',
        body: fill(settings.templates.opened, situation, settings.locales),
        components: { [component.id]: status },
        author: collectorAuthor,
      },
    ],
    falseAlarm: null,
    version: 1,
  }
}

function saying(
  incident: Incident,
  status: IncidentStatus,
  template: Text,
  situation: ComponentSituation,
  says: MeasuredStatus,
  at: number,
  settings: AutomaticIncidentSettings,
): Incident {
  const version = incident.version + 1
  const impact = impactOfStatus(says)
  return {
    ...incident,
    impact: compareImpact(impact, incident.impact) > 0 ? impact : incident.impact,
    updates: [
      ...incident.updates,
      {
        id: derivedId('update', incident.id, version),
        at: Math.max(at, latest(incident).at),
        status,
        body: fill(template, situation, settings.locales, incident.startedAt),
        components: { [situation.component.id]: says },
        author: collectorAuthor,
      },
    ],
    version,
  }
}

/** The template in every locale of the page, with its placeholders replaced. */
function fill(
  template: Text,
  situation: ComponentSituation,
  locales: readonly string[],
  startedAt?: number,
): Text {
  const filled: Record<string, string> = {}
  for (const locale of locales) {
    const values: Record<string, string> = {
      component: inLocale(situation.component.name, locale, locales),
      fault: situation.fault,
      duration: startedAt === undefined ? '' : formatDurationWords(situation.since - startedAt, locale),
    }
    filled[locale] = inLocale(template, locale, locales).replace(
      /\{(\w+)\}/g,
      (whole, name: string) => values[name] ?? whole,
    )
  }
  return filled
}

/** A duration as a reader would say it, at most two units: "1 hour, 5 minutes". Milliseconds in. */
export function formatDurationWords(ms: number, locale: string): string {
  const total = Math.max(0, Math.round(ms / 1000))
  const parts = {
    days: Math.floor(total / 86_400),
    hours: Math.floor(total / 3600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
  }
  const units = Object.entries(parts)
  const first = units.findIndex(([, value]) => value > 0)
  const kept =
    first < 0 ? [['seconds', 0] as const] : units.slice(first, first + 2).filter(([, value]) => value > 0)
  return new Intl.DurationFormat(locale, {
    style: 'long',
    secondsDisplay: total === 0 ? 'always' : 'auto',
  }).format(Object.fromEntries(kept))
}
