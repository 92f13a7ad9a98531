import type { Incident } from '../incident/incident.ts'
import { declarationsOf } from '../incident/declared-status.ts'
import { type Maintenance, beginsAt, endsAt } from '../maintenance/maintenance.ts'
import type { MeasuredStatus, ShownStatus } from '../monitoring/health.ts'
import { shownStatus, worstStatus } from '../monitoring/component-status.ts'
import type { ComponentView, Snapshot } from '../snapshot/snapshot.ts'
import { derivedId } from '../text/id.ts'
import { componentShapes } from './components.ts'
import { idOf, pageId, isoInstant } from './ids.ts'
import { incidentShape } from './incidents.ts'
import { maintenanceShape } from './maintenances.ts'
import { aroundOf } from './page.ts'
import type { ComponentShape, ComponentStatusShape, IncidentShape, MaintenanceShape } from './shape.ts'
import { ignoranceOf, statusShape } from './status.ts'

/** What every message of a webhook begins with. */
type PayloadHead = {
  readonly meta: { readonly unsubscribe: string; readonly documentation: string }
  readonly page: {
    readonly id: string
    readonly status_indicator: string
    readonly status_description: string
  }
}

/** A message as Statuspage sends it to webhooks: an incident, planned work (as an incident, too), or a component. */
export type WebhookPayload = PayloadHead &
  (
    | { readonly incident: (IncidentShape | MaintenanceShape) & MessageShape }
    | {
        readonly component_update: {
          readonly created_at: string
          readonly new_status: ComponentStatusShape
          readonly old_status: ComponentStatusShape
          readonly id: string
          readonly component_id: string
        }
        readonly component: ComponentShape
      }
  )

/**
 * What notices have in messages beyond the API: https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/.
 * What Vigie does not know of is there all the same, as Statuspage has it where nothing of the kind happened.
 */
type MessageShape = {
  readonly backfilled: boolean
  readonly organization_id: string
  readonly impact_override: null
  readonly postmortem_body: string | null
  readonly postmortem_body_last_updated_at: string | null
  readonly postmortem_ignored: boolean
  readonly postmortem_notified_subscribers: boolean
  readonly postmortem_notified_twitter: boolean
  readonly postmortem_published_at: string | null
  readonly scheduled_auto_transition: boolean
  readonly scheduled_for: string | null
  readonly scheduled_remind_prior: boolean
  readonly scheduled_reminded_at: null
  readonly scheduled_until: string | null
}

const messageShape = (snapshot: Snapshot): MessageShape => ({
  backfilled: false,
  organization_id: pageId(snapshot),
  impact_override: null,
  postmortem_body: null,
  postmortem_body_last_updated_at: null,
  postmortem_ignored: false,
  postmortem_notified_subscribers: false,
  postmortem_notified_twitter: false,
  postmortem_published_at: null,
  scheduled_auto_transition: false,
  scheduled_for: null,
  scheduled_remind_prior: false,
  scheduled_reminded_at: null,
  scheduled_until: null,
})

/** Statuspage tells in messages whether an update was posted to Twitter, too. */
const messageUpdates = <Shape extends IncidentShape | MaintenanceShape>(shape: Shape): Shape => ({
  ...shape,
  incident_updates: shape.incident_updates.map((update) => ({
    ...update,
    wants_twitter_update: false,
    twitter_updated_at: null,
  })),
})

/** Absolute addresses in a message. */
export type PayloadLinks = {
  /** Ends this very subscription. */
  readonly unsubscribe: string
  /** Says what is sent. */
  readonly documentation: string
  /** Absolute address of a path of the site. */
  readonly absolute: (path: string) => string
}

/** What messages of a snapshot have in common. */
function partsOf(snapshot: Snapshot, { unsubscribe, documentation, absolute }: PayloadLinks) {
  const components = componentShapes(snapshot)
  const { indicator, description } = statusShape(components, ignoranceOf(snapshot))
  const head: PayloadHead = {
    meta: { unsubscribe, documentation },
    page: { id: pageId(snapshot), status_indicator: indicator, status_description: description },
  }
  return { head, components, around: aroundOf(snapshot, components, absolute) }
}

/** The message of an incident, with all that was said of it. */
export function incidentPayload(snapshot: Snapshot, incident: Incident, links: PayloadLinks): WebhookPayload {
  const { head, around } = partsOf(snapshot, links)
  const { postmortem } = incident
  const shape = incidentShape(around, incident)
  const published = postmortem ? isoInstant(postmortem.at) : null
  const body = shape.incident_updates.find(({ status }) => status === 'postmortem')?.body ?? null
  return {
    ...head,
    incident: {
      ...messageShape(snapshot),
      ...messageUpdates(shape),
      postmortem_body: body,
      postmortem_body_last_updated_at: published,
      postmortem_notified_subscribers: published !== null,
      postmortem_published_at: published,
    },
  }
}

/** The message of planned work. */
export function maintenancePayload(
  snapshot: Snapshot,
  maintenance: Maintenance,
  links: PayloadLinks,
): WebhookPayload {
  const { head, around } = partsOf(snapshot, links)
  return {
    ...head,
    incident: {
      ...messageShape(snapshot),
      ...messageUpdates(maintenanceShape(around, maintenance)),
      // Its status follows the clock, and those concerned are told shortly before.
      scheduled_auto_transition: true,
      scheduled_remind_prior: true,
    },
  }
}

/**
 * The message that a component has another status than just before an instant (ms); null where it has none: it is as it was,
 * nobody knows, or the page no longer has it.
 */
export function componentPayload(
  snapshot: Snapshot,
  id: string,
  at: number,
  links: PayloadLinks,
): WebhookPayload | null {
  const view = snapshot.components.find((one) => one.id === id)
  if (!view || view.status === 'unknown') return null
  const before = lastKnownStatus(snapshot, view, at)
  if (before === null || before === view.status) return null
  const { head, around } = partsOf(snapshot, links)
  const component = around.components.get(id)
  if (!component) return null
  return {
    ...head,
    component_update: {
      created_at: isoInstant(at),
      new_status: view.status,
      old_status: before,
      id: derivedId('component update', id, at),
      component_id: idOf('component', id),
    },
    component,
  }
}

/** What readers last knew of a component before an instant (ms); null where nothing was known ever before. */
function lastKnownStatus(
  snapshot: Snapshot,
  view: ComponentView,
  at: number,
): Exclude<ShownStatus, 'unknown'> | null {
  const before = shownStatusAt(snapshot, view, at - 1)
  if (before !== 'unknown') return before
  const measuredSlice = view.evidence.slices.findLast(({ from, status }) => from < at && status !== 'unknown')
  if (!measuredSlice) return null
  const then = shownStatusAt(snapshot, view, Math.min(measuredSlice.to, at) - 1)
  return then === 'unknown' ? null : then
}

/** What readers were told of a component at an instant of the past, ms. */
function shownStatusAt(
  { incidents, maintenances }: Snapshot,
  { id, evidence }: ComponentView,
  at: number,
): ShownStatus {
  const isAt = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    from <= at && at < to
  const declared: MeasuredStatus[] = declarationsOf(incidents, id, Infinity)
    .declarations.filter(isAt)
    .map(({ status }) => status)
  return shownStatus({
    declared: declared.length > 0 ? (worstStatus(declared) as MeasuredStatus) : null,
    maintenanceInProgress: maintenances.some(
      (one) =>
        one.components.includes(id) &&
        (one.cancelledAt === null || one.cancelledAt > at) &&
        isAt({ from: beginsAt(one), to: endsAt(one) }),
    ),
    monitors: evidence.slices.find(isAt)?.status ?? 'unknown',
  })
}
