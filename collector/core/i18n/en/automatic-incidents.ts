/** English words of incidents that the collector opens and closes by itself. */
export const automaticIncidentsEn = {
  title: {
    degraded_performance: '{component}: degraded performance',
    partial_outage: '{component}: partial outage',
    major_outage: '{component}: service unavailable',
  },
  opened: 'Our probes see a problem with “{component}”. We are looking for the cause.',
  changed: {
    degraded_performance: '“{component}” is slow now. We are looking for the cause.',
    partial_outage: '“{component}” is partly out now. We are looking for the cause.',
    major_outage: '“{component}” is entirely out now. We are looking for the cause.',
  },
  recovered: '“{component}” works normally again. It lasted {duration}.',
  again: 'The problem with “{component}” has come back. We are looking for the cause.',
  orphaned: 'We no longer watch this service; the incident is closed without our having seen it recover.',
}
