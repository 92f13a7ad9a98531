import { type Incident, isOpen } from '../core/incident/incident.ts'
import { answeredAt } from '../core/slo/incident-clocks.ts'
import { ValidationError } from '../notices/rules/validation-error.ts'
import type { NoticeService } from '../notices/service/notice-service.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import type { AcknowledgeLinks } from './acknowledge-links.ts'

/** Answers a person who follows a link in a message to the team. Rejects with StoreError. */
export type Acknowledgements = {
  /** The incidents a token is for, as they are now; those that were withdrawn are left out. Null for no token of ours. */
  find(token: string): Promise<readonly Incident[] | null>
  /** Take care of those of them that nobody answers for. Resolves to these, as they are then; null for no token of ours. */
  acknowledge(token: string): Promise<readonly Incident[] | null>
}

/** Is it open, and does nobody answer for it? */
export const isUnanswered = (incident: Incident): boolean => isOpen(incident) && answeredAt(incident) === null

/** @returns what acknowledges incidents through the notice service, in the name of the channel whose message has the link */
export function createAcknowledgements(
  links: Pick<AcknowledgeLinks, 'find'>,
  store: Pick<NoticeReader, 'incident'>,
  incidents: Pick<NoticeService['incidents'], 'acknowledge'>,
): Acknowledgements {
  async function find(token: string) {
    const link = await links.find(token)
    if (!link) return null
    const all = await Promise.all(link.incidents.map((id) => store.incident(id)))
    return { link, all: all.filter((one) => one !== null && !one.withdrawn) as readonly Incident[] }
  }
  return {
    find: async (token) => (await find(token))?.all ?? null,
    async acknowledge(token) {
      const found = await find(token)
      if (!found) return null
      const acknowledged: Incident[] = []
      for (const { id } of found.all.filter(isUnanswered))
        try {
          acknowledged.push(await incidents.acknowledge(id, {}, { by: `${found.link.channel} (link)` }))
        } catch (error) {
          // Somebody was faster, or it has just ended.
          if (!(error instanceof ValidationError)) throw error
        }
      return acknowledged
    },
  }
}
