import {
  type Incident,
  type IncidentUpdate,
  incidentStatus,
  isOpen,
  resolvedAt,
  updatedAt,
} from '../../collector/core/incident.ts'
import type { Snapshot } from '../../collector/core/snapshot.ts'
import { incidentPlace } from '../view/lookup.ts'
import { inPageLocale } from './components.ts'
import { idOf, pageId, stamp } from './ids.ts'
import type { ComponentShape, ComponentStatusShape, IncidentShape, UpdateShape } from './shape.ts'

/** As many as Statuspage gives. */
export const limit = 50

/** What lists of notices are made with. */
export type Around = {
  readonly snapshot: Snapshot
  /** Components by their own id, groups left out. */
  readonly components: ReadonlyMap<string, ComponentShape>
  /** Absolute address of a path. */
  readonly absolute: (path: string) => string
}

const written = (update: IncidentUpdate): number => update.writtenAt ?? update.at

/** The latest incidents, those that began last in front. */
export const incidentShapes = (around: Around): readonly IncidentShape[] =>
  around.snapshot.incidents.slice(0, limit).map((incident) => incidentShape(around, incident))

/** All that are open, however old. */
export const unresolvedShapes = (around: Around): readonly IncidentShape[] =>
  around.snapshot.incidents.filter(isOpen).map((incident) => incidentShape(around, incident))

function incidentShape(around: Around, incident: Incident): IncidentShape {
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
    name: inPageLocale(snapshot, incident.title),
    status: incidentStatus(incident),
    created_at: stamp(written(incident.updates[0]!)),
    updated_at: stamp(Math.max(updatedAt(incident), ...(incident.corrections ?? []).map(({ at }) => at))),
    monitoring_at: monitoring ? stamp(monitoring.at) : null,
    resolved_at: end === null ? null : stamp(end),
    impact: incident.impact,
    shortlink: absolute(incidentPlace(incident.id)),
    started_at: stamp(incident.startedAt),
    page_id: pageId(snapshot),
    incident_updates: updateShapes(around, incident, id),
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

function updateShapes(
  { snapshot, components }: Around,
  incident: Incident,
  incident_id: string,
): readonly UpdateShape<IncidentShape['status']>[] {
  const before = new Map<string, ComponentStatusShape>()
  return incident.updates
    .map((update) => {
      const affected = Object.entries(update.components).map(([id, status]) => {
        const old_status = before.get(id) ?? 'operational'
        before.set(id, status)
        return {
          code: idOf('component', id),
          name: components.get(id)?.name ?? id,
          old_status,
          new_status: status,
        }
      })
      const corrected = (incident.corrections ?? [])
        .filter(({ what }) => what.startsWith(`updates.${update.id}.`))
        .map(({ at }) => at)
      return {
        id: idOf('update', update.id),
        status: update.status,
        body: inPageLocale(snapshot, update.body),
        incident_id,
        created_at: stamp(written(update)),
        updated_at: stamp(Math.max(written(update), ...corrected)),
        display_at: stamp(update.at),
        affected_components: affected.length > 0 ? affected : null,
        deliver_notifications: update.notify !== false,
        custom_tweet: null,
        tweet_id: null,
      }
    })
    .toReversed()
}
