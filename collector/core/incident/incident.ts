import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Correction, Withdrawal } from '../notice/correction.ts'
import type { incidentFields, incidentUpdateFields, postmortemFields } from './fields.ts'
import type { FieldValues } from '../notice/notice-field.ts'
import type { IncidentStatus } from '../notice/terms.ts'
import type { Text } from '../text/localized-text.ts'

export type { Impact, IncidentStatus, Priority } from '../notice/terms.ts'

/** Who set the impact or the priority of an incident, by name; one that is absent here is derived (`severityAfter`). */
export type SeverityOverrides = { readonly impact?: string; readonly priority?: string }

/** One dated message in an incident: what people write of it (`incidentUpdateFields`), and who wrote it when. */
export type IncidentUpdate = FieldValues<typeof incidentUpdateFields> & {
  readonly id: string
  /** `collector` for the automatic ones, else who wrote it. */
  readonly author: string
  /** When it was written down, ms; absent where that is `at`. */
  readonly writtenAt?: number
  /** False where nobody is notified of it beyond the page. */
  readonly notify?: boolean
}

/** What was learnt of an incident once it was over. */
export type Postmortem = FieldValues<typeof postmortemFields> & {
  readonly at: number
  readonly author: string
}

/**
 * An incident as readers see it: what people write of it (`incidentFields`), its messages, and what became of it. Its
 * status, resolution and affected components are derived from its messages.
 */
export type Incident = FieldValues<typeof incidentFields> & {
  /** 12 characters `[a-z0-9]`, or an imported one's own. */
  readonly id: string
  /** Opened by the collector on its own: the statuses in its own messages follow the monitors and are not counted again. */
  readonly automatic: boolean
  /** For an automatic one: the component it is about. */
  readonly about: string | null
  /** Oldest first, at least one. */
  readonly updates: readonly IncidentUpdate[]
  /** Set when it was marked as a false alarm. */
  readonly falseAlarm: { readonly reason: Text; readonly at: number } | null
  /** Nobody is notified of it beyond the page: it was imported. */
  readonly silent?: true
  /** Grows by one with every change, so that the second of two writers is refused. */
  readonly version: number
  readonly acknowledgedBy?: string
  readonly overrides?: SeverityOverrides
  readonly postmortem?: Postmortem
  /** Former values of what was corrected, oldest first. */
  readonly corrections?: readonly Correction[]
  /** Taken off the page by a person; kept for the record. */
  readonly withdrawn?: Withdrawal
  /** Name of the file it is written in, below `notices/`. */
  readonly file?: string
  /** Digest of what that file declared when it was last taken over: until it differs, changes by other ways stay. */
  readonly fileSays?: string
}

const latestUpdate = (incident: Incident): IncidentUpdate => incident.updates[incident.updates.length - 1]!

/** The status its latest update gives it. */
export const incidentStatus = (incident: Incident): IncidentStatus => latestUpdate(incident).status

const isClosing = (status: IncidentStatus): boolean => status === 'resolved' || status === 'postmortem'

export const isOpen = (incident: Incident): boolean => !isClosing(incidentStatus(incident))

/** When it was resolved for good: the first closing update after which none opens it again. Null while open. */
export function resolvedAt(incident: Incident): number | null {
  let at: number | null = null
  for (const update of incident.updates) {
    if (!isClosing(update.status)) at = null
    else at ??= update.at
  }
  return at
}

/** When its latest message is dated, or when it began. */
export const updatedAt = (incident: Incident): number =>
  Math.max(incident.startedAt, latestUpdate(incident).at)

/** The components it names, each with the latest status a message gave it while the incident was open. */
export function affectedComponents(incident: Incident): Readonly<Record<string, MeasuredStatus>> {
  const statuses: Record<string, MeasuredStatus> = {}
  for (const update of incident.updates)
    for (const [component, status] of Object.entries(update.components))
      if (!isClosing(update.status) || !(component in statuses)) statuses[component] = status
  return statuses
}

/** Name of the author of automatic messages. */
export const collectorAuthor = 'collector'

/** Name of the author of messages that an import brought without one. */
export const importAuthor = 'import'
