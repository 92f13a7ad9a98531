import type { NoticeField } from '../notice/notice-field.ts'

/** The only thing written of a false alarm, for its form: it is no member of the incident. */
export const falseAlarmFields = {
  reason: {
    kind: 'required_text',
    name: 'reason',
    help: 'Why it never was, for readers.',
    write: 'why it never was, in a few words for readers',
    flag: { name: 'reason', value: 'text', help: 'why it never was' },
    label: 'Reason',
  },
} as const satisfies Record<string, NoticeField>
