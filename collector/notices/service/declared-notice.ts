import type { z } from 'zod'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import { derivedId } from '../../core/text/id.ts'
import type { Impact, IncidentStatus, Priority } from '../../core/incident/incident.ts'
import type { MaintenancePlan } from '../../core/maintenance/fields.ts'
import type { MaintenanceStatus } from '../../core/maintenance/maintenance.ts'
import type { AnnouncementDraft } from '../../core/announcement/fields.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { WritePostmortem } from '../api/incident-schema.ts'

/** A message of a file. Instants in ms. */
export type DeclaredMessage<Status> = {
  /** The same as long as neither its date nor those of its fellows at that instant change. */
  readonly id: string
  /** Null for the first words of a notice that does not say when it began: when they were first seen. */
  readonly at: number | null
  readonly status: Status
  readonly body: Text
  readonly components: Readonly<Record<string, MeasuredStatus>>
  readonly impact?: Impact
  readonly notify: boolean
}

/** What a file says of an incident. */
export type DeclaredIncident = {
  readonly kind: 'incident'
  readonly id: string
  readonly title: Text
  readonly author: string
  readonly impact: Impact
  /** Undefined where the file leaves it open. */
  readonly priority: Priority | undefined
  readonly startedAt: number | null
  readonly detectedAt: number | undefined
  readonly acknowledgedAt: number | undefined
  readonly falseAlarm: Text | undefined
  /** Oldest first, at least one. */
  readonly messages: readonly DeclaredMessage<IncidentStatus>[]
  readonly postmortem: { readonly given: z.output<typeof WritePostmortem>; readonly at: number } | null
}

/** What a file says of a maintenance. */
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

/** The id of the first words of a notice, which stand before any heading. */
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
