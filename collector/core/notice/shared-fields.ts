import type { NoticeField } from './notice-field.ts'

/** What to write in fields that several notices have; follows `Write `. */
export const fieldAdvice = {
  instant: 'a time such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00"',
  components: '{ "ID": "major_outage" } or a list of ids: ["ID"]',
  impact: 'none, minor, major or critical',
  body: 'what readers should know, such as "We are looking into it."',
} as const

/** `--body`, of every message and of a window. */
export const bodyFlag = {
  name: 'body',
  value: 'text',
  help: 'text in Markdown, - reads standard input; --body-LOCALE for another language',
} as const

/** `--impact` of an incident, a message and a window. */
export const impactFlag = {
  name: 'impact',
  value: 'impact',
  help: 'impact: none, minor, major or critical',
} as const

/** The title of every notice. */
export const titleField = {
  kind: 'title',
  name: 'title',
  help: 'What readers see.',
  write: 'one line, such as "Slow API", or one per locale: { "fr": …, "en": … }',
  flag: { name: 'title', value: 'text', help: 'title, one line; --title-LOCALE for another language' },
  label: 'Title',
} as const satisfies NoticeField
