import { currentDeclaration } from '../incident/declared-status.ts'
import type { Incident } from '../incident/incident.ts'
import { type Maintenance, beginsAt, endsAt } from '../maintenance/maintenance.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import { groupingDelay, isSilent, recoveryDelay } from './incident-notifications.ts'
import { type Notification, topicOf } from './notification.ts'

/** Monitors came to say something else of a component: what, and from when on, ms. */
export type MeasuredChange = {
  readonly component: string
  readonly at: number
  readonly status: MeasuredStatus | 'unknown'
}

/**
 * News that the status of a component may have changed. What it was and is follows from what is stored when a message is
 * sent: a declaration or a maintenance may stand in front of what was measured.
 */
const statusNews = (
  component: string,
  cause: string,
  at: number,
  now: number,
  more: Partial<Notification> = {},
): Notification => ({
  key: `component/${component}/${cause}`,
  topic: topicOf('component', component),
  owedAt: now,
  dueAt: now,
  follows: null,
  subject: { kind: 'component_status', component, at },
  ...more,
})

/** What is owed of what monitors measured. That nobody looks is no news: what is seen afterwards is. ms. */
export const measuredStatusNotifications = (
  changes: readonly MeasuredChange[],
  now: number,
): readonly Notification[] =>
  changes
    .filter(({ status }) => status !== 'unknown')
    .map(({ component, at, status }) =>
      statusNews(component, `measured/${at}/${status}`, at, now, {
        dueAt: now + (status === 'operational' ? recoveryDelay : groupingDelay),
      }),
    )

/** What is owed of what people declare: when an incident is stored, of each component of which it says something else. ms. */
export function declaredStatusNotifications(
  before: Incident | null,
  after: Incident,
  now: number,
): readonly Notification[] {
  if (isSilent(after)) return []
  const declared = (incident: Incident | null, component: string): MeasuredStatus | null =>
    incident === null || incident.withdrawn ? null : (currentDeclaration(incident, component) ?? null)
  const named = new Set(
    [before, after].flatMap((one) => one?.updates.flatMap(({ components }) => Object.keys(components)) ?? []),
  )
  const isFirst = before === null
  const at = isFirst ? after.startedAt : (after.falseAlarm?.at ?? after.updates.at(-1)!.at)
  return [...named]
    .filter((component) => declared(before, component) !== declared(after, component))
    .map((component) => statusNews(component, `incident/${after.id}/${after.version}`, at, now))
}

/** What is owed of components when people are owed news that work on them begins or ends. ms. */
export function maintenanceStatusNotifications(
  maintenance: Maintenance,
  notifications: readonly Notification[],
  now: number,
): readonly Notification[] {
  return notifications.flatMap(({ key, subject }) => {
    if (subject.kind !== 'maintenance') return []
    const { cancelledAt, components } = maintenance
    const at = {
      started: beginsAt(maintenance),
      completed: endsAt(maintenance),
      cancelled: cancelledAt,
    }[subject.moment as string]
    if (at == null || at > now) return []
    return components.map((component) => statusNews(component, key, at, now, { follows: key }))
  })
}
