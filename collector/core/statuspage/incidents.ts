import { derivedId } from '../text/id.ts'
import {
  type Incident,
  type IncidentUpdate,
  incidentStatus,
  isOpen,
  resolvedAt,
  updatedAt,
} from '../incident/incident.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { incidentPlace } from '../snapshot/places.ts'
import { bodyOf, nameOf } from './components.ts'
import { idOf, pageId, isoInstant, updateId } from './ids.ts'
import type { ComponentShape, ComponentStatusShape, IncidentShape, UpdateShape } from './shape.ts'

/** As many as Statuspage gives. */
export const limit = 50

/** What lists of notices are made with. */
export type Around = {
  readonly snapshot: Snapshot
  /** Components by their own id, groups left out. */
  readonly components: ReadonlyMap<string, ComponentShape>
  /** Everything beside a notice itself that its messages are told with: names and the language. */
  readonly names: string
  /** Absolute address of a path. */
  readonly absolute: (path: string) => string
}

const writtenAtOf = (update: IncidentUpdate): number => update.writtenAt ?? update.at

/** When anything about an incident last changed for readers, corrections and what was dated back included, ms. */
export const incidentChangedAt = (incident: Incident): number =>
  Math.max(
    updatedAt(incident),
    incident.falseAlarm?.at ?? 0,
    ...incident.updates.map(writtenAtOf),
    ...(incident.corrections ?? []).map(({ at }) => at),
  )

/** The latest incidents, those that began last in front, and whatever older one is open. */
export const incidentShapes = (around: Around): readonly IncidentShape[] =>
  around.snapshot.incidents
    .filter((incident, index) => index < limit || isOpen(incident))
    .map((incident) => incidentShape(around, incident))

/** All that are open, however old. */
export const unresolvedShapes = (around: Around): readonly IncidentShape[] =>
  around.snapshot.incidents.filter(isOpen).map((incident) => incidentShape(around, incident))

/** One incident. */
export function incidentShape(around: Around, incident: Incident): IncidentShape {
  const { snapshot, absolute } = around
  const id = idOf('notice', incident.id)
  const named = new Set([
    ...(incident.about === null ? [] : [incident.about]),
    ...incident.updates.flatMap(({ components }) => Object.keys(components)),
  ])
  const end = resolvedAt(incident)
  const monitoring = incident.updates.findLast(({ status }) => status === 'monitoring')
  return {
    id,
    name: nameOf(snapshot, incident.title, id),
    status: incidentStatus(incident),
    created_at: isoInstant(writtenAtOf(incident.updates[0]!)),
    updated_at: isoInstant(incidentChangedAt(incident)),
    monitoring_at: monitoring ? isoInstant(monitoring.at) : null,
    resolved_at: end === null ? null : isoInstant(end),
    // Nobody felt what never was.
    impact: incident.falseAlarm ? 'none' : incident.impact,
    shortlink: absolute(incidentPlace(incident.id)),
    started_at: isoInstant(incident.startedAt),
    page_id: pageId(snapshot),
    incident_updates: cachedUpdates(around, incident, id),
    components: componentsOf(around, named),
    reminder_intervals: null,
  }
}

/** The components of some ids that the page still has, in its order. */
export const componentsOf = (
  { snapshot, components }: Around,
  named: ReadonlySet<string>,
): readonly ComponentShape[] =>
  snapshot.components.flatMap(({ id }) => (named.has(id) ? (components.get(id) ?? []) : []))

/** What was said, and, where that was over before it turned out to be a false alarm, that it was one. */
function updatesOf({ id, updates, falseAlarm }: Incident): readonly IncidentUpdate[] {
  const last = updates.at(-1)!
  if (!falseAlarm || last.at >= falseAlarm.at) return updates
  const { reason, at } = falseAlarm
  const falseAlarmUpdate = { id: derivedId('told', id, 'false alarm'), at, body: reason, components: {} }
  return [...updates, { ...last, ...falseAlarmUpdate }]
}

type Updates = readonly UpdateShape<IncidentShape['status']>[]

// An incident that did not change comes back as the same object: its messages are told once.
const cache = new WeakMap<Incident, { readonly names: string; readonly shapes: Updates }>()

function cachedUpdates(around: Around, incident: Incident, incident_id: string): Updates {
  let cached = cache.get(incident)
  if (cached?.names !== around.names)
    cache.set(
      incident,
      (cached = { names: around.names, shapes: updateShapes(around, incident, incident_id) }),
    )
  return cached.shapes
}

function updateShapes(around: Around, incident: Incident, incident_id: string): Updates {
  const now = new Map<string, ComponentStatusShape>()
  return updatesOf(incident)
    .map((update) => {
      const over = update.status === 'resolved' || update.status === 'postmortem'
      const next = new Map<string, ComponentStatusShape>(Object.entries(update.components))
      // What an incident says of components ends with it.
      if (over)
        for (const [id, status] of now)
          if (status !== 'operational' && !next.has(id)) next.set(id, 'operational')
      const corrected = (incident.corrections ?? [])
        .filter(({ what }) => what.startsWith(`updates.${update.id}.`))
        .map(({ at }) => at)
      return {
        id: updateId(incident.id, update.id),
        status: update.status,
        body: bodyOf(around.snapshot, update.body),
        incident_id,
        created_at: isoInstant(writtenAtOf(update)),
        updated_at: isoInstant(Math.max(writtenAtOf(update), ...corrected)),
        display_at: isoInstant(update.at),
        affected_components: changes(around, now, next),
        deliver_notifications: update.notify !== false,
        custom_tweet: null,
        tweet_id: null,
      }
    })
    .toReversed()
}

/**
 * What a message changes: from what was said of components until `now`, which it is added to, to what is said `next`. Null
 * where it names none.
 */
export function changes(
  { components }: Around,
  now: Map<string, ComponentStatusShape>,
  next: ReadonlyMap<string, ComponentStatusShape>,
): UpdateShape<string>['affected_components'] {
  const changed = [...next].map(([id, new_status]) => {
    const old_status = now.get(id) ?? 'operational'
    now.set(id, new_status)
    return { code: idOf('component', id), name: components.get(id)?.name ?? id, old_status, new_status }
  })
  return changed.length > 0 ? changed : null
}
