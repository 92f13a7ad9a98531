import type { NoticeField } from '../notice/notice-field.ts'

const words = {
  name: 'body',
  help: 'A message for readers, as Markdown.',
  write: 'what readers should know',
  flag: { name: 'body', value: 'text', help: 'a message for readers' },
  label: 'Text',
} as const

/** The message of an update of a window, for its form. */
export const windowMessageFields = {
  body: { kind: 'message', ...words },
} as const satisfies Record<string, NoticeField>

/** The message that may go with what is done to a window. */
export const windowActFields = {
  body: { kind: 'body', ...words },
} as const satisfies Record<string, NoticeField>
