import {
  type Maintenance,
  type MaintenanceStatus,
  type MaintenanceUpdate,
  announcedFrom,
  beginsAt,
  endsAt,
  maintenanceStatus,
  told,
} from '../../collector/core/maintenance.ts'
import { maintenancePlace } from '../view/lookup.ts'
import { inPageLocale } from './components.ts'
import { idOf, pageId, stamp } from './ids.ts'
import { type Around, componentsOf, limit } from './incidents.ts'
import type { ComponentStatusShape, MaintenanceShape, UpdateShape } from './shape.ts'

/** A cancelled window is over for clients that have no word for it; it is in no list of what is ahead. */
const statusOf = (status: MaintenanceStatus): MaintenanceShape['status'] =>
  status === 'cancelled' ? 'completed' : status

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

function maintenanceShape(around: Around, one: Maintenance): MaintenanceShape {
  const { snapshot, absolute } = around
  const now = snapshot.generatedAt
  const said = told(one, now)
  const id = idOf('notice', one.id)
  const status = maintenanceStatus(one, now)
  const end = one.cancelledAt ?? endsAt(one)
  const changes = (one.corrections ?? []).map(({ at }) => at)
  return {
    id,
    name: inPageLocale(snapshot, one.title),
    status: statusOf(status),
    created_at: stamp(one.publishedAt),
    updated_at: stamp(Math.max(one.publishedAt, said.at(-1)?.at ?? 0, ...changes)),
    monitoring_at: null,
    resolved_at: status === 'completed' || status === 'cancelled' ? stamp(end) : null,
    impact: 'maintenance',
    shortlink: absolute(maintenancePlace(one.id)),
    started_at: stamp(beginsAt(one)),
    page_id: pageId(snapshot),
    incident_updates: said.map((update) => updateShape(around, one, update, id)).toReversed(),
    components: componentsOf(around, new Set(one.components)),
    reminder_intervals: null,
    scheduled_for: stamp(one.scheduledFor),
    scheduled_until: stamp(one.scheduledUntil),
  }
}

/** What the page says where nobody wrote anything. */
const words: Readonly<Record<'fr' | 'en', Record<MaintenanceStatus, string>>> = {
  en: {
    scheduled: 'This maintenance is planned.',
    in_progress: 'The maintenance is under way.',
    verifying: 'The work is done; we are checking that all is well.',
    completed: 'The maintenance is over.',
    cancelled: 'The maintenance is cancelled.',
  },
  fr: {
    scheduled: 'Cette maintenance est prévue.',
    in_progress: 'La maintenance est en cours.',
    verifying: 'Le travail est fait\u00a0; nous vérifions que tout va bien.',
    completed: 'La maintenance est terminée.',
    cancelled: 'La maintenance est annulée.',
  },
}

/** What a component is before and after a message of each status. */
const course: Record<MaintenanceStatus, readonly [ComponentStatusShape, ComponentStatusShape]> = {
  scheduled: ['operational', 'operational'],
  in_progress: ['operational', 'under_maintenance'],
  verifying: ['under_maintenance', 'under_maintenance'],
  completed: ['under_maintenance', 'operational'],
  cancelled: ['operational', 'operational'],
}

function updateShape(
  { snapshot, components }: Around,
  one: Maintenance,
  update: MaintenanceUpdate,
  incident_id: string,
): UpdateShape<MaintenanceShape['status']> {
  const body = inPageLocale(snapshot, update.body)
  const language = snapshot.page.locale.startsWith('fr') ? 'fr' : 'en'
  const [old_status, new_status] = course[update.status]
  return {
    id: idOf('update', update.id),
    status: statusOf(update.status),
    body: body.trim() === '' ? words[language][update.status] : body,
    incident_id,
    created_at: stamp(update.writtenAt ?? update.at),
    updated_at: stamp(update.writtenAt ?? update.at),
    display_at: stamp(update.at),
    affected_components: one.components.map((id) => ({
      code: idOf('component', id),
      name: components.get(id)?.name ?? id,
      old_status,
      new_status,
    })),
    deliver_notifications: update.notify !== false,
    custom_tweet: null,
    tweet_id: null,
  }
}
