import type { FieldChange, FieldValues, NoticeField } from '../notice/notice-field.ts'

/** What people write of an announcement, in the order of the API; see `core/maintenance/fields.ts`. */
export const announcementFields = {
  title: {
    kind: 'title',
    name: 'title',
    help: 'What readers see.',
    write: 'one line, such as "New status page", or one per locale: { "fr": …, "en": … }',
    flag: { name: 'title', value: 'text', help: 'title, one line; --title-LOCALE for another language' },
    label: 'Title',
  },
  body: {
    kind: 'required_body',
    name: 'body',
    help: 'The message, as Markdown.',
    write: 'what readers should know, such as "This page has a new address."',
    flag: {
      name: 'body',
      value: 'text',
      help: 'text in Markdown, - reads standard input; --body-LOCALE for another language',
    },
    label: 'Text',
  },
  until: {
    kind: 'optional_instant',
    name: 'until',
    help: 'Until when it stands on the overview; it stays in the history. Default: a week, a pinned one for good.',
    write: 'a time such as "2026-11-29T15:00:00Z" or "+7d"',
    flag: {
      name: 'until',
      value: 'time',
      help: 'until when it stands on the overview: ISO 8601, +7d, "tomorrow 18:00", none; default: a week, a pinned one for good',
    },
    label: 'Shown until',
  },
  pinned: {
    kind: 'boolean',
    name: 'pinned',
    help: 'true: it stands above everything else. Default: false.',
    write: 'true or false',
    flag: { name: 'pinned', value: '', help: 'stand above everything else on the overview' },
    label: 'Pinned',
  },
} as const satisfies Record<string, NoticeField>

/** An announcement as a person writes it. */
export type AnnouncementDraft = FieldValues<typeof announcementFields>

/** What is changed in an announcement; what is absent stays, null is none. */
export type AnnouncementChange = FieldChange<typeof announcementFields>
