import type { FieldChange, FieldValues, NoticeField } from '../notice/notice-field.ts'
import { bodyFlag, fieldAdvice, impactFlag, titleField } from '../notice/shared-fields.ts'

/**
 * What people write of a window, in the order of the API. A new optional text is one row here (kind `optional_text`) and a
 * line on its page: the API, files, lines, flags, messages, corrections and recurring maintenance have it from this table.
 */
export const maintenanceFields = {
  title: titleField,
  body: {
    kind: 'body',
    name: 'body',
    help: 'More words for readers, as Markdown.',
    write: fieldAdvice.body,
    flag: bodyFlag,
    label: 'Text',
  },
  scheduledFor: {
    kind: 'instant',
    name: 'scheduled_for',
    lineName: 'from',
    frontName: 'from',
    help: 'When it begins.',
    write: fieldAdvice.instant,
    flag: { name: 'from', value: 'time', help: 'start: ISO 8601, +2h, "tomorrow 04:00"' },
    label: 'From',
  },
  scheduledUntil: {
    kind: 'instant',
    name: 'scheduled_until',
    lineName: 'until',
    frontName: 'until',
    help: 'When it ends; 31 days later at most.',
    write: fieldAdvice.instant,
    flag: { name: 'until', value: 'time', help: 'end of the window' },
    label: 'Until',
  },
  components: {
    kind: 'components',
    name: 'components',
    help: 'Ids of the components it touches.',
    write: fieldAdvice.components,
    flag: { name: 'component', value: 'id', help: 'affected component; repeatable' },
    label: 'Components',
  },
  impact: {
    kind: 'impact',
    name: 'impact',
    help: 'Default: minor.',
    write: fieldAdvice.impact,
    flag: impactFlag,
    label: 'Impact',
  },
  reason: {
    kind: 'text',
    name: 'reason',
    help: 'Why it is needed.',
    write: 'why, in a few words for readers',
    example: 'Updates',
    flag: { name: 'reason', value: 'text', help: 'reason; --reason-LOCALE for another language' },
    label: 'Reason',
  },
  alternatives: {
    kind: 'text',
    name: 'alternatives',
    help: 'What readers can do meanwhile.',
    write: 'what readers can do meanwhile',
    example: 'None is needed',
    flag: {
      name: 'alternatives',
      value: 'text',
      help: 'alternatives for readers; --alternatives-LOCALE for another language',
    },
    label: 'Meanwhile',
  },
  tasks: {
    kind: 'texts',
    name: 'tasks',
    help: 'What is done, a line each.',
    write: 'a list: ["Update the database"]',
    flag: { name: 'task', value: 'text', help: 'task of the work; repeatable' },
    label: 'Tasks',
  },
  class: {
    kind: 'class',
    name: 'class',
    help: 'A class of the `notice` map of the configuration: how long ahead it is due. Default: default.',
    write: 'a class of the configuration, such as "default"',
    flag: {
      name: 'class',
      value: 'class',
      help: 'class in the `notice` map of the configuration: the notice it requires',
    },
    label: 'Class',
  },
} as const satisfies Record<string, NoticeField>

/** A single window as a person plans it. */
export type MaintenancePlan = FieldValues<typeof maintenanceFields>

/** What is changed in a window; what is absent stays, null is none. */
export type MaintenanceChange = FieldChange<typeof maintenanceFields>

/** What occurrences have of their entry of recurring maintenance: all that people write but the times. */
export type RecurringFields = Omit<MaintenancePlan, 'scheduledFor' | 'scheduledUntil'>

/** The members that are a text which may be left out. */
export type OptionalText = {
  [Member in keyof typeof maintenanceFields]: (typeof maintenanceFields)[Member]['kind'] extends
    'text' | 'optional_text'
    ? Member
    : never
}[keyof typeof maintenanceFields]

/** The members that are a text which may be left out, in the order of the description. */
export const optionalTexts = (): readonly OptionalText[] =>
  Object.entries<NoticeField>(maintenanceFields)
    .filter(([, { kind }]) => kind === 'text' || kind === 'optional_text')
    .map(([member]) => member as OptionalText)
