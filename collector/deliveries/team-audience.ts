import { type TeamNewsKind, isPublicKind, keepsState } from '../core/config/channel.ts'
import type { Alert } from '../core/alert/alert.ts'
import type { Config } from '../core/config/config.ts'
import type { NotificationSubject } from '../core/delivery/notification.ts'
import { immediateSteps, stepKey } from '../core/delivery/escalation-notifications.ts'
import { teamRecipients } from '../core/delivery/team-recipients.ts'
import type { Priority } from '../core/incident/incident.ts'
import type { DeliveryReader, NewDelivery } from '../store/delivery-store.ts'
import type { AlertReader } from '../store/alert-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** Names of the channels that are notified of a kind of news, in the order of the file. */
export const channelsFor = (news: TeamNewsKind, { channels }: Pick<Config, 'channels'>): readonly string[] =>
  channels.filter((channel) => channel.news.includes(news)).map(({ name }) => name)

/** The channels that an incident is sent to at once: those of the team that its priority names, and every public one. */
export function incidentChannels(
  priority: Priority | null,
  { channels, escalations }: Pick<Config, 'channels' | 'escalations'>,
): readonly string[] {
  const wanting = channelsFor('incidents', { channels })
  const { notify = null, steps = [] } = (priority === null ? null : escalations[priority]) ?? {}
  const named = new Set([
    ...(notify ?? wanting),
    ...[...immediateSteps(steps)].flatMap((step) => steps[step]!.notify ?? []),
  ])
  return channels
    .filter(({ name, kind }) => named.has(name) || (isPublicKind(kind) && wanting.includes(name)))
    .map(({ name }) => name)
}

/** Those of the team that are notified of an incident at once: strangers are asked for nothing. */
const teamOf = (
  priority: Priority | null,
  config: Pick<Config, 'channels' | 'escalations'>,
): readonly string[] => {
  const isPublic = new Set(config.channels.filter(({ kind }) => isPublicKind(kind)).map(({ name }) => name))
  return incidentChannels(priority, config).filter((name) => !isPublic.has(name))
}

/** Whom a step of a plan tells. Nobody where the file has no such step any more. */
function stepChannels(
  priority: Priority | null,
  step: number,
  config: Pick<Config, 'channels' | 'escalations'>,
): readonly string[] {
  const found = priority === null ? undefined : config.escalations[priority]?.steps[step]
  return found === undefined ? [] : (found.notify ?? teamOf(priority, config))
}

/** Whom the steps taken so far have told of an incident: they hear how it goes on. Rejects with StoreError. */
async function escalatedChannels(
  incident: string,
  config: Pick<Config, 'channels' | 'escalations'>,
  store: Pick<DeliveryReader, 'owedKeys'>,
): Promise<readonly string[]> {
  const steps = Object.entries(config.escalations).flatMap(([name, plan]) =>
    plan.steps.map((_, step) => ({
      key: stepKey(incident, name as Priority, step),
      channels: stepChannels(name as Priority, step, config),
    })),
  )
  if (steps.length === 0) return []
  const owed = await store.owedKeys(steps.map(({ key }) => key))
  return steps.filter(({ key }) => owed.has(key)).flatMap(({ channels }) => channels)
}

/** Those of them whose service keeps what it is notified of as open, until it hears that somebody takes care of it. */
const keepingState = (names: readonly string[], { channels }: Pick<Config, 'channels'>): readonly string[] =>
  channels.filter(({ name, kind }) => keepsState(kind) && names.includes(name)).map(({ name }) => name)

/** Names of the channels that tell of something. Rejects with StoreError. */
export async function teamChannels(
  subject: NotificationSubject,
  config: Pick<Config, 'channels' | 'escalations'>,
  store: NoticeReader & AlertReader & Pick<DeliveryReader, 'owedKeys'>,
): Promise<readonly string[]> {
  switch (subject.kind) {
    case 'incident': {
      const incident = await store.incident(subject.id)
      const escalated = await escalatedChannels(subject.id, config, store)
      return [...new Set([...incidentChannels(incident?.priority ?? null, config), ...escalated])]
    }
    case 'escalation': {
      const { reason, incident, priority, step } = subject
      if (reason === 'unacknowledged') return stepChannels(priority, step, config)
      const escalated = await escalatedChannels(incident, config, store)
      const recipients = [...new Set([...teamOf(priority, config), ...escalated])]
      return reason === 'acknowledged' ? keepingState(recipients, config) : recipients
    }
    case 'maintenance':
      return channelsFor('maintenance', config)
    case 'announcement':
      return channelsFor('announcements', config)
    case 'report':
      return channelsFor('reports', config)
    case 'alert': {
      const alert = await store.alert(subject.id)
      return alert === null ? [] : alertChannels(alert, subject, config)
    }
    case 'deployment':
      return channelsFor('deployments', config)
    default:
      return []
  }
}

/** Those notified of an alert: the team alone. Of its end, and of somebody's answer, those who were notified of it. */
export function alertChannels(
  { notify, escalation, escalatedSteps }: Alert,
  { moment, step }: Pick<Extract<NotificationSubject, { kind: 'alert' }>, 'moment' | 'step'>,
  config: Pick<Config, 'channels'>,
): readonly string[] {
  const steps = moment === 'escalated' ? [step!] : moment === 'fired' ? [] : escalatedSteps
  // A step that names nobody tells those who were told at the beginning.
  const named = [
    ...(moment === 'escalated' ? [] : [notify]),
    ...steps.map((index) => escalation[index]?.notify ?? notify),
  ]
  const wanting = channelsFor('alerts', config)
  const recipients = config.channels
    .filter(
      ({ name, kind }) => !isPublicKind(kind) && named.some((names) => (names ?? wanting).includes(name)),
    )
    .map(({ name }) => name)
  return moment === 'acknowledged' ? keepingState(recipients, config) : recipients
}

/** What the team is owed of a notification by these channels: one delivery for each address that is told by itself. */
export const teamDeliveries = (
  names: readonly string[],
  { channels }: Pick<Config, 'channels'>,
  { topic, dueAt }: { readonly topic: string; readonly dueAt: number },
): readonly NewDelivery[] =>
  channels
    .filter(({ name }) => names.includes(name))
    .flatMap((channel) => {
      const recipients = [...teamRecipients(channel).keys()]
      return (recipients.length === 0 ? [''] : recipients).map((recipient) => ({
        channel: channel.name,
        recipient,
        topic,
        dueAt,
      }))
    })
