import type { ComponentStatus, MeasuredStatus } from './health.ts'
import type { Text } from './text.ts'

export type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
/** What readers feel. */
export type Impact = 'none' | 'minor' | 'major' | 'critical'
/** What the team promised. */
export type Priority = 'P1' | 'P2' | 'P3' | 'P4'

/** One dated message in an incident. */
export type IncidentUpdate = {
  readonly id: string
  /** When it is dated for readers, ms since the epoch. */
  readonly at: number
  readonly status: IncidentStatus
  /** Markdown. */
  readonly body: Text
  /** What this message says of components; those it does not name stay as they were said to be. */
  readonly components: Readonly<Record<string, MeasuredStatus>>
  /** `collector` for the automatic ones, else who wrote it. */
  readonly author: string
}

/** A story told to readers. Its status, resolution and affected components are derived from its updates. */
export type Incident = {
  /** 12 characters `[a-z0-9]`, or an imported one's own. */
  readonly id: string
  readonly title: Text
  readonly impact: Impact
  readonly priority: Priority | null
  /** When it began for readers, ms since the epoch. */
  readonly startedAt: number
  /** When we knew. */
  readonly detectedAt: number
  readonly acknowledgedAt: number | null
  /** Opened by the collector on its own; its components then follow the monitors and are not counted again. */
  readonly automatic: boolean
  /** For an automatic one: the component it is about. */
  readonly about: string | null
  /** Oldest first, at least one. */
  readonly updates: readonly IncidentUpdate[]
  /** Set when what it tells of never was. */
  readonly falseAlarm: { readonly reason: Text; readonly at: number } | null
  /** Grows by one with every change, so that the second of two writers is told. */
  readonly version: number
}

const latest = (incident: Incident): IncidentUpdate => incident.updates[incident.updates.length - 1]!

/** The status its latest update gives it. */
export const incidentStatus = (incident: Incident): IncidentStatus => latest(incident).status

const closing = (status: IncidentStatus): boolean => status === 'resolved' || status === 'postmortem'

export const isOpen = (incident: Incident): boolean => !closing(incidentStatus(incident))

/** When it was resolved for good: the first closing update after which none opens it again. Null while open. */
export function resolvedAt(incident: Incident): number | null {
  let at: number | null = null
  for (const update of incident.updates) {
    if (!closing(update.status)) at = null
    else at ??= update.at
  }
  return at
}

/** When it was last said anything about. */
export const updatedAt = (incident: Incident): number => Math.max(incident.startedAt, latest(incident).at)

/** The components it names, each with the status last said of it while the incident was open. */
export function affected(incident: Incident): Readonly<Record<string, ComponentStatus>> {
  const said: Record<string, ComponentStatus> = {}
  for (const update of incident.updates)
    for (const [component, status] of Object.entries(update.components))
      if (!closing(update.status) || !(component in said)) said[component] = status
  return said
}
