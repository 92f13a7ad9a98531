import type { NoticeField } from '../notice/notice-field.ts'
import { bodyFlag, fieldAdvice, impactFlag, titleField } from '../notice/shared-fields.ts'

/**
 * What people write of an incident beside its messages, in the order of the API. A new optional text is one row here (kind
 * `optional_text`) and a line on its page: the API, files, lines, flags, messages and corrections have it from this table.
 */
export const incidentFields = {
  title: titleField,
  impact: {
    kind: 'impact',
    name: 'impact',
    help: 'Default: that of the worst component status.',
    write: fieldAdvice.impact,
    flag: impactFlag,
    label: 'Impact',
  },
  priority: {
    kind: 'priority',
    name: 'priority',
    help: 'Default: that of the impact (critical P1, major P2, minor P3, none without).',
    write: 'P1, P2, P3, P4 or null for none',
    flag: { name: 'priority', value: 'priority', help: 'priority: P1, P2, P3, P4 or none' },
    label: 'Priority',
  },
  startedAt: {
    kind: 'beginning',
    name: 'started_at',
    frontName: 'started',
    help: 'When it began for readers. Default: now.',
    write: fieldAdvice.instant,
    flag: {
      name: 'started',
      value: 'time',
      help: 'when it started; default: the time of --at',
      correctHelp: 'when it started',
    },
    label: 'Began',
  },
  detectedAt: {
    kind: 'past_instant',
    name: 'detected_at',
    frontName: 'detected',
    help: 'When the team knew. Default: now, or `at` where that is given.',
    write: fieldAdvice.instant,
    flag: {
      name: 'detected',
      value: 'time',
      help: 'when the team noticed; default: the time of --at',
      correctHelp: 'when the team noticed',
    },
    label: 'Noticed',
  },
  acknowledgedAt: {
    kind: 'nullable_instant',
    name: 'acknowledged_at',
    frontName: 'acknowledged',
    help: 'When somebody took it on; null: nobody has.',
    write: fieldAdvice.instant,
    flag: { name: 'acknowledged', value: 'time', help: 'when it was acknowledged' },
    label: 'Acknowledged',
  },
} as const satisfies Record<string, NoticeField>

/** What people write in a message of an incident, in the order of its corrections; new texts as in `incidentFields`. */
export const incidentUpdateFields = {
  body: {
    kind: 'message',
    name: 'body',
    help: 'The message, as Markdown: a text, or one per locale of the page.',
    write: fieldAdvice.body,
    flag: bodyFlag,
    label: 'Text',
  },
  at: {
    kind: 'message_instant',
    name: 'at',
    help: 'What the message is dated. Default: now.',
    write: fieldAdvice.instant,
    flag: {
      name: 'at',
      value: 'time',
      help: 'time: ISO 8601, -30m, "yesterday 14:00"; default: now',
      correctHelp: 'time of the update',
    },
    label: 'Dated',
  },
  status: {
    kind: 'message_status',
    name: 'status',
    help: 'Default: as it was. `resolved` closes it; an open one opens it again.',
    write: 'investigating, identified, monitoring or resolved',
    flag: { name: 'status', value: 'status', help: 'investigating, identified, monitoring or resolved' },
    label: 'Status',
  },
  components: {
    kind: 'statuses',
    name: 'components',
    help: 'Statuses of components.',
    write: fieldAdvice.components,
    flag: { name: 'component', value: 'id=status', help: 'status of a component; repeatable' },
    label: 'Components',
  },
  impact: {
    kind: 'message_impact',
    name: 'impact',
    help: 'The impact from this message on. Default: as it was, or that of a heavier component where nobody set it.',
    write: fieldAdvice.impact,
    flag: impactFlag,
    label: 'Impact',
  },
} as const satisfies Record<string, NoticeField>

/** What the description of the API says of the first message where it differs from that of a later one. */
export const firstMessageHelp = {
  body: 'The first message, as Markdown: a text, or one per locale of the page.',
  status: 'Default: investigating.',
  at: 'What the first message is dated. Default: now.',
} as const

/** What people write once an incident is over, in the order of the API; new texts as in `incidentFields`. */
export const postmortemFields = {
  body: {
    kind: 'required_text',
    name: 'body',
    help: 'What was learnt, as Markdown.',
    write: fieldAdvice.body,
    flag: bodyFlag,
    label: 'Text',
  },
  rootCause: {
    kind: 'text',
    name: 'root_cause',
    help: 'What it came from.',
    write: 'what it came from, in a few words for readers',
    flag: {
      name: 'root-cause',
      value: 'text',
      help: 'root cause; --root-cause-LOCALE for another language',
    },
    label: 'Root cause',
  },
  dataLoss: {
    kind: 'share',
    name: 'data_loss',
    help: 'Share of data lost, from 0 to 1, or a percentage such as `0.5%`; null: nothing is declared.',
    write: 'a share from 0 to 1, or a percentage such as "0.5%"',
    flag: { name: 'data-loss', value: 'share', help: 'share of data lost, such as 0 or 0.5%' },
    label: 'Data lost',
  },
  actions: {
    kind: 'actions',
    name: 'actions',
    help: 'What is being changed.',
    write: 'a list: ["Add an alarm"]',
    flag: { name: 'action', value: 'text', help: 'follow-up action, "[x] …" when done; repeatable' },
    label: 'Actions',
  },
} as const satisfies Record<string, NoticeField>
