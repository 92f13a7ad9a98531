import type { Alert, AlertReading, AlertSilence } from './alert.ts'
import { isSilenceActive } from './alert.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

const readingView = ({ term, values, causes }: AlertReading) => ({
  figure: term.figure,
  operator: term.operator,
  bound: term.bound,
  windows_ms: [...term.windows],
  values: [...values],
  causes: [...(causes ?? [])],
})

/** An alert as the API, webhooks and `--json` have it. */
export const alertView = (alert: Alert) => ({
  id: alert.id,
  rule: alert.rule,
  component: alert.component,
  severity: alert.severity,
  state:
    alert.endedAt !== null
      ? ('ended' as const)
      : alert.firedAt !== null
        ? ('firing' as const)
        : ('pending' as const),
  since: iso(alert.since),
  fired_at: isoOrNull(alert.firedAt),
  notified_at: isoOrNull(alert.notifiedAt),
  silenced_by: alert.silencedBy,
  escalated: alert.escalatedSteps.length,
  acknowledged_at: isoOrNull(alert.acknowledgedAt),
  acknowledged_by: alert.acknowledgedBy,
  ended_at: isoOrNull(alert.endedAt),
  readings: alert.readings.map(readingView),
})

/** A silence as the API and `--json` have it, as of now (ms). */
export const silenceView = (silence: AlertSilence, now: number) => ({
  id: silence.id,
  rule: silence.rule,
  component: silence.component,
  from: iso(silence.from),
  until: iso(silence.endedAt ?? silence.until),
  active: isSilenceActive(silence, now),
  reason: silence.reason,
  by: silence.by,
})
