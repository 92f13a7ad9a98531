/** A field of an incident that can be corrected. */
type CorrectableField = {
  /** In the API and in corrections. */
  readonly name: string
  /** The flag of the command line, without its dashes. */
  readonly flag: string
  /** Its name for people, in previews. */
  readonly label: string
}

/**
 * What can be corrected in an incident beside its messages, by the member that holds it, in the order of the API:
 * corrections, lists of what to write, flags and previews derive from it.
 */
export const incidentFields = {
  title: { name: 'title', flag: 'title', label: 'Title' },
  impact: { name: 'impact', flag: 'impact', label: 'Impact' },
  priority: { name: 'priority', flag: 'priority', label: 'Priority' },
  startedAt: { name: 'started_at', flag: 'started', label: 'Began' },
  detectedAt: { name: 'detected_at', flag: 'detected', label: 'Noticed' },
  acknowledgedAt: { name: 'acknowledged_at', flag: 'acknowledged', label: 'Acknowledged' },
} as const satisfies Record<string, CorrectableField>
