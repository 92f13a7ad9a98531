import {
  type Maintenance,
  type MaintenanceStatus,
  type MaintenanceUpdate,
  announcedFrom,
  beginsAt,
  endsAt,
  maintenanceStatus,
  announcedUpdates,
} from '../maintenance/maintenance.ts'
import { wordsOf } from '../i18n/dictionaries.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { maintenancePlace } from '../snapshot/places.ts'
import { bodyOf, nameOf } from './components.ts'
import { idOf, pageId, isoInstant, updateId } from './ids.ts'
import { type Around, changes, componentsOf, limit } from './incidents.ts'
import type { ComponentStatusShape, MaintenanceShape, UpdateShape } from './shape.ts'

/** A cancelled window is over for clients, which have no word for it; it is in no list of what is ahead. */
const statusOf = (status: MaintenanceStatus): MaintenanceShape['status'] =>
  status === 'cancelled' ? 'completed' : status

/** When anything about a window last changed for readers by now (ms), that it began or ended included, ms. */
export function maintenanceChangedAt(one: Maintenance, { generatedAt, notice }: Snapshot): number {
  const span = one.cancelledAt === null ? [beginsAt(one), endsAt(one)] : [one.cancelledAt]
  const announcedAt = [...one.announced, ...one.updates, ...(one.corrections ?? [])].map(({ at }) => at)
  const writtenAt = one.updates.map((update) => update.writtenAt ?? update.at)
  const all = [...span, ...announcedAt, ...writtenAt, announcedFrom(one, notice)]
  return all.reduce((last, at) => (at <= generatedAt && at > last ? at : last), one.publishedAt)
}

/** What readers are told of by now, the latest window first. */
const announced = ({ snapshot }: Around): readonly Maintenance[] =>
  snapshot.maintenances.filter((one) => announcedFrom(one, snapshot.notice) <= snapshot.generatedAt)

const inStatus = (around: Around, ...statuses: readonly MaintenanceStatus[]): readonly MaintenanceShape[] =>
  announced(around)
    .filter((one) => statuses.includes(maintenanceStatus(one, around.snapshot.generatedAt)))
    .toReversed()
    .map((one) => maintenanceShape(around, one))

/** The latest windows, past ones included. */
export const maintenanceShapes = (around: Around): readonly MaintenanceShape[] =>
  announced(around)
    .slice(0, limit)
    .map((one) => maintenanceShape(around, one))

/** Windows ahead, the next one first. */
export const upcomingShapes = (around: Around): readonly MaintenanceShape[] => inStatus(around, 'scheduled')

/** Windows under way. */
export const activeShapes = (around: Around): readonly MaintenanceShape[] =>
  inStatus(around, 'in_progress', 'verifying')

/** One maintenance. */
export function maintenanceShape(around: Around, one: Maintenance): MaintenanceShape {
  const { snapshot, absolute } = around
  const now = snapshot.generatedAt
  const updates = announcedUpdates(one, now)
  const id = idOf('notice', one.id)
  const status = maintenanceStatus(one, now)
  const over = statusOf(status) === 'completed'
  const end = one.cancelledAt ?? endsAt(one)
  const current = new Map<string, ComponentStatusShape>()
  return {
    id,
    name: nameOf(snapshot, one.title, id),
    status: statusOf(status),
    created_at: isoInstant(announcedFrom(one, snapshot.notice)),
    updated_at: isoInstant(maintenanceChangedAt(one, snapshot)),
    monitoring_at: null,
    resolved_at: over ? isoInstant(end) : null,
    impact: 'maintenance',
    shortlink: absolute(maintenancePlace(one.id)),
    // One that was cancelled ahead never began: it ends where it would have to begin.
    started_at: isoInstant(over ? Math.min(beginsAt(one), end) : beginsAt(one)),
    page_id: pageId(snapshot),
    incident_updates: updates.map((update) => updateShape(around, one, update, current)).toReversed(),
    components: componentsOf(around, new Set(one.components)),
    reminder_intervals: null,
    scheduled_for: isoInstant(one.scheduledFor),
    scheduled_until: isoInstant(one.scheduledUntil),
  }
}

/** What a component is from a message of each status on. */
const becomes: Record<MaintenanceStatus, ComponentStatusShape> = {
  scheduled: 'operational',
  in_progress: 'under_maintenance',
  verifying: 'under_maintenance',
  completed: 'operational',
  cancelled: 'operational',
}

function updateShape(
  around: Around,
  one: Maintenance,
  update: MaintenanceUpdate,
  current: Map<string, ComponentStatusShape>,
): UpdateShape<MaintenanceShape['status']> {
  const { snapshot } = around
  const body = bodyOf(snapshot, update.body)
  const { wordless } = wordsOf(snapshot.page.locale, snapshot.page.words).planned
  const next = new Map(one.components.map((id) => [id, becomes[update.status]] as const))
  const corrected = (one.corrections ?? [])
    .filter(({ what }) => what.startsWith(`updates.${update.id}.`))
    .map(({ at }) => at)
  // Clients look for what is younger than their last look: nothing is said before readers can see it.
  const published = announcedFrom(one, snapshot.notice)
  const writtenAt = Math.max(update.writtenAt ?? update.at, published)
  return {
    id: updateId(one.id, update.id),
    status: statusOf(update.status),
    body: body.trim() === '' ? wordless[update.status] : body,
    incident_id: idOf('notice', one.id),
    created_at: isoInstant(writtenAt),
    updated_at: isoInstant(Math.max(writtenAt, ...corrected)),
    display_at: isoInstant(Math.max(update.at, published)),
    affected_components: changes(around, current, next),
    deliver_notifications: update.notify !== false,
    custom_tweet: null,
    tweet_id: null,
  }
}
