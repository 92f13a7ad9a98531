import type { Words } from '../words.ts'

/** English words of what is sent: to the team, and to subscribers. */
export const messagesEn: Words['messages'] = {
  test: 'Test: this message checks the channel "{channel}"; nothing has happened.',
  testTitle: '[Test] {title}',
  several: { one: '{count} incident', other: '{count} incidents' },
  severalTitle: '{count}: {names}',
  andMore: { one: '{names} and {count} more', other: '{names} and {count} more' },
  incidentTitle: '{title} – {status}',
  reopened: 'Again: {title}',
  flapping: {
    one: 'Failed again {count} time since the last message.',
    other: 'Failed again {count} times since the last message.',
  },
  components: 'Services',
  priority: 'Priority',
  impact: 'Impact',
  since: 'Since',
  duration: 'Duration',
  window: 'Window',
  reason: 'Why',
  alternatives: 'Meanwhile',
  acknowledge: 'Acknowledge: {link}',
  maintenance: {
    announced: 'Planned maintenance: {title}',
    reminder: 'Reminder: {title}',
    starting_soon: 'Starting soon: {title}',
    rescheduled: 'Maintenance moved: {title}',
    updated: 'Maintenance: {title}',
    started: 'Maintenance started: {title}',
    completed: 'Maintenance completed: {title}',
    cancelled: 'Maintenance cancelled: {title}',
  },
}
