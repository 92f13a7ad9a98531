import type { z } from 'zod'
import { derivedId } from '../../core/text/id.ts'
import type { Impact, IncidentStatus } from '../../core/incident/incident.ts'
import type { incidentFields, incidentUpdateFields } from '../../core/incident/fields.ts'
import type { FieldChange, FieldValues } from '../../core/notice/notice-field.ts'
import type { MaintenancePlan } from '../../core/maintenance/fields.ts'
import type { MaintenanceStatus } from '../../core/maintenance/maintenance.ts'
import type { AnnouncementDraft } from '../../core/announcement/fields.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { WritePostmortem } from '../api/incident-schema.ts'

/** A message of a file. Instants in ms. */
export type DeclaredMessage<Status> = Omit<FieldValues<typeof incidentUpdateFields>, 'at' | 'status'> & {
  /** The same as long as neither its date nor those of other messages of that instant change. */
  readonly id: string
  /** Null for the first message of a notice that does not say when it began: when it was first seen. */
  readonly at: number | null
  readonly status: Status
  readonly notify: boolean
}

/** What a file says of an incident. */
export type DeclaredIncident = {
  readonly kind: 'incident'
  readonly id: string
  readonly author: string
  /** What its front matter says; absent is left open. */
  readonly facts: FieldChange<typeof incidentFields> & { readonly title: Text }
  /** The impact of the front matter: as it says, or as its components imply. */
  readonly impact: Impact
  /** When it began as its front matter or its messages say, ms. */
  readonly beganAt: number | null
  readonly falseAlarm: Text | undefined
  /** Oldest first, at least one. */
  readonly messages: readonly DeclaredMessage<IncidentStatus>[]
  readonly postmortem: { readonly input: z.output<typeof WritePostmortem>; readonly at: number } | null
}

/** The maintenance a file declares. */
export type DeclaredMaintenance = {
  readonly kind: 'maintenance'
  readonly id: string
  readonly author: string
  readonly plan: MaintenancePlan
  readonly force: boolean
  readonly cancelled: boolean
  /** Oldest first. */
  readonly messages: readonly DeclaredMessage<MaintenanceStatus>[]
}

/** What a file says of an announcement. */
export type DeclaredAnnouncement = {
  readonly kind: 'announcement'
  readonly id: string
  readonly author: string
  readonly draft: AnnouncementDraft
  /** ms; null where the file does not say: when it was first seen. */
  readonly publishedAt: number | null
  readonly notify: boolean
}

/** What a file declares. */
export type DeclaredNotice = DeclaredIncident | DeclaredMaintenance | DeclaredAnnouncement

/** The id of the first message of a notice, which stand before any heading. */
export const leadMessageId = (notice: string): string => derivedId('file-update', notice, 'lead')
/** The id of a message by its instant (ms) and its place among those of the same instant. */
export const fileMessageId = (notice: string, at: number, among: number): string =>
  derivedId('file-update', notice, at, among)

/** The messages oldest first, as most files have the newest first or last, with their ids. */
export function orderMessages<Message extends { readonly at: number }>(
  notice: string,
  messages: readonly Message[],
): (Message & { readonly id: string })[] {
  const newestFirst = messages.length > 1 && messages[0]!.at > messages.at(-1)!.at
  const oldestFirst = (newestFirst ? messages.toReversed() : [...messages]).toSorted((a, b) => a.at - b.at)
  const seen = new Map<number, number>()
  return oldestFirst.map((message) => {
    const among = seen.get(message.at) ?? 0
    seen.set(message.at, among + 1)
    return { ...message, id: fileMessageId(notice, message.at, among) }
  })
}
