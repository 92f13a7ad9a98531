import type { Alert } from '../core/config/alert.ts'
import type { Channel, Escalation, Subscriptions } from '../core/config/channel.ts'
import type { Config } from '../core/config/config.ts'
import type { Priority } from '../core/incident/incident.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** The channels of the file, in its order. */
export const resolveChannels = ({ channels }: ConfigurationEntry): readonly Channel[] =>
  Object.entries(channels ?? {}).map(([name, { base_url: baseUrl = null, ...entry }]): Channel => {
    const base = { name, baseUrl }
    switch (entry.kind) {
      case 'email': {
        const { reply_to: replyTo = null, to = [], ...rest } = entry
        return { ...base, ...rest, to, replyTo }
      }
      case 'webhook':
        return { ...base, ...entry, secret: entry.secret ?? null }
      case 'slack':
      case 'sms':
        return { ...base, ...entry }
    }
  })

/** The rules for the team, in the order of the file. */
export const resolveAlerts = ({ alerts }: ConfigurationEntry): readonly Alert[] =>
  (alerts ?? []).map((alert) => ({
    id: alert.id,
    name: alert.name ?? null,
    when: alert.when,
    over: alert.over ?? 3_600_000,
    holdFor: alert.for ?? 0,
    components: alert.components ?? null,
    severity: alert.severity ?? 'warning',
    notify: alert.notify ?? null,
    escalateAfter: alert.escalate_after ?? null,
    escalateTo: alert.escalate_to ?? [],
  }))

/** How readers subscribe. */
export const resolveSubscriptions = ({ subscriptions }: ConfigurationEntry): Subscriptions => ({
  emailChannel: subscriptions?.email?.channel ?? null,
  webhook: subscriptions?.webhook ?? false,
  push: subscriptions?.push ?? false,
  url: subscriptions?.url ?? null,
})

/** Who is told of incidents of the priorities in the file. */
export const resolveEscalations = ({ priorities }: ConfigurationEntry): Config['escalations'] =>
  Object.fromEntries(
    Object.entries(priorities ?? {}).flatMap(([name, priority]): [Priority, Escalation][] =>
      priority === undefined
        ? []
        : [[name as Priority, { notify: priority.notify ?? null, after: priority.escalate_after ?? null }]],
    ),
  )
