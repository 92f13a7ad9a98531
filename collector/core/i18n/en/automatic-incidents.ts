import type { Words } from '../words.ts'

/** English words of incidents that the collector opens and closes by itself. */
export const automaticIncidentsEn: Words['automaticIncidents'] = {
  title: {
    degraded_performance: '{component}: degraded performance',
    partial_outage: '{component}: partial outage',
    major_outage: '{component}: service unavailable',
  },
  opened: 'Our probes see a problem with “{component}”. We are looking for the cause.',
  changed: 'The situation of “{component}” has changed; the status shown is up to date. We are still on it.',
  recovered: '“{component}” works normally again. It lasted {duration}.',
  again: 'The problem with “{component}” has come back. We are looking for the cause.',
  orphaned: 'We no longer watch this component; the incident is closed without our having seen it recover.',
}
