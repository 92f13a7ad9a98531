import { type Channel, type Escalation, type Subscriptions, defaultNews } from '../core/config/channel.ts'
import type { Config } from '../core/config/config.ts'
import { escalationPlan } from '../core/escalation/escalation.ts'
import type { Priority } from '../core/incident/incident.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** The channels of the file, in its order. */
export const resolveChannels = ({ channels }: ConfigurationEntry): readonly Channel[] =>
  Object.entries(channels ?? {}).map(([name, { base_url: baseUrl = null, news, ...entry }]): Channel => {
    const base = { name, baseUrl, news: news ?? defaultNews[entry.kind] }
    switch (entry.kind) {
      case 'email': {
        const { reply_to: replyTo = null, to = [], dkim = null, ...rest } = entry
        return { ...base, ...rest, to, replyTo, dkim }
      }
      case 'webhook':
        return { ...base, ...entry, secret: entry.secret ?? null, template: entry.template ?? null }
      case 'ntfy':
        return { ...base, ...entry, token: entry.token ?? null }
      case 'pagerduty': {
        const { routing_key: routingKey, ...rest } = entry
        return { ...base, ...rest, routingKey }
      }
      default:
        return { ...base, ...entry }
    }
  })

/** How readers subscribe. */
export const resolveSubscriptions = ({ subscriptions }: ConfigurationEntry): Subscriptions => ({
  emailChannel: subscriptions?.email?.channel ?? null,
  emailsPerSecond: subscriptions?.email?.per_second ?? 50,
  webhook: subscriptions?.webhook ?? false,
  push: subscriptions?.push ?? false,
  url: subscriptions?.url ?? null,
})

/** Who is notified of incidents of the priorities in the file. */
export const resolveEscalations = ({ priorities, objectives }: ConfigurationEntry): Config['escalations'] =>
  Object.fromEntries(
    Object.entries(priorities ?? {}).flatMap(([name, priority]): [Priority, Escalation][] => {
      if (priority === undefined) return []
      const { notify = null, escalate_to: to = null, escalate_after: after = null } = priority
      // At once to the same channels is the message they get anyway: they are told again when the answer was promised.
      const isSameAtOnce = after === 0 && to === null
      const response = priority.response ?? objectives?.response ?? null
      const steps = escalationPlan({ after: isSameAtOnce ? response : after, to })
      return [[name as Priority, { notify, steps, updateEvery: priority.update_every ?? null }]]
    }),
  )
