/** English words of the places that a service is watched from. */
export const regionsEn = {
  title: { one: 'Seen from {count} place', other: 'Seen from {count} places' },
  last24: 'last 24 hours',
  downFrom: { one: 'Down from {count} of {all} places', other: 'Down from {count} of {all} places' },
  shown: {
    operational: 'Up',
    degraded_performance: 'Slow',
    partial_outage: 'Partly down',
    major_outage: 'Down',
    unknown: 'Unknown',
  },
  notYet: 'not yet',
}
