import type { AuditActor } from '../core/account/audit-chain.ts'
import { type Alert, isFiring } from '../core/alert/alert.ts'
import { type Incident, isOpen } from '../core/incident/incident.ts'
import { answeredAt } from '../core/slo/incident-clocks.ts'
import type { News } from '../core/delivery/news.ts'
import { ValidationError } from '../notices/rules/validation-error.ts'
import type { NoticeService } from '../notices/service/notice-service.ts'
import type { AlertReader } from '../store/alert-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import type { AcknowledgeLinks, LinkSubjects } from './acknowledge-links.ts'

/** What the team is asked to take care of, as it is now. */
export type Answerable =
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'alert'; readonly alert: Alert }

/** Answers a person who follows a link in a message to the team. Rejects with StoreError. */
export type Acknowledgements = {
  /** What a token is for, as it is now; what was withdrawn is left out. Null for no token of ours. */
  find(token: string): Promise<readonly Answerable[] | null>
  /** Take care of what of it nobody answers for. Resolves to that, as it is then; null for no token of ours. */
  acknowledge(token: string): Promise<readonly Answerable[] | null>
}

/** Does it still go on? */
export const goesOn = (one: Answerable): boolean =>
  one.kind === 'incident' ? isOpen(one.incident) : isFiring(one.alert)

/** Does it go on, and does nobody answer for it? */
export const isUnanswered = (one: Answerable): boolean =>
  goesOn(one) &&
  (one.kind === 'incident' ? answeredAt(one.incident) === null : one.alert.acknowledgedAt === null)

/** What of news goes on that nobody answers for: what a link in a message about it is for. */
export function unansweredIn(all: readonly News[]): LinkSubjects {
  const unanswered = all
    .filter((news) => news.kind === 'incident' || news.kind === 'alert')
    .filter(isUnanswered)
  return {
    incidents: unanswered.flatMap((one) => (one.kind === 'incident' ? [one.incident.id] : [])),
    alerts: unanswered.flatMap((one) => (one.kind === 'alert' ? [one.alert.id] : [])),
  }
}

/** @returns what acknowledges through the services, in the name of the channel whose message has the link */
export function createAcknowledgements(
  links: Pick<AcknowledgeLinks, 'find'>,
  store: Pick<NoticeReader, 'incident'> & Pick<AlertReader, 'alert'>,
  services: {
    readonly incidents: Pick<NoticeService['incidents'], 'acknowledge'>
    readonly alerts: { acknowledge(id: string, actor: AuditActor): Promise<Alert> }
  },
): Acknowledgements {
  async function find(token: string) {
    const link = await links.find(token)
    if (!link) return null
    const incidents = await Promise.all(link.incidents.map((id) => store.incident(id)))
    const alerts = await Promise.all(link.alerts.map((id) => store.alert(id)))
    const all: readonly Answerable[] = [
      ...incidents.flatMap((incident) =>
        incident && !incident.withdrawn ? [{ kind: 'incident' as const, incident }] : [],
      ),
      ...alerts.flatMap((alert) => (alert ? [{ kind: 'alert' as const, alert }] : [])),
    ]
    return { link, all }
  }

  const answer = async (one: Answerable, by: string): Promise<Answerable> =>
    one.kind === 'incident'
      ? {
          kind: 'incident',
          incident: await services.incidents.acknowledge(one.incident.id, {}, { by, way: 'link' }),
        }
      : { kind: 'alert', alert: await services.alerts.acknowledge(one.alert.id, { kind: 'link', name: by }) }

  return {
    find: async (token) => (await find(token))?.all ?? null,
    async acknowledge(token) {
      const found = await find(token)
      if (!found) return null
      const acknowledged: Answerable[] = []
      for (const one of found.all.filter(isUnanswered))
        try {
          acknowledged.push(await answer(one, `${found.link.channel} (link)`))
        } catch (error) {
          // Somebody was faster, or it has just ended.
          if (!(error instanceof ValidationError)) throw error
        }
      return acknowledged
    },
  }
}
