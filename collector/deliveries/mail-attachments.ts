import { hash } from 'node:crypto'
import { maintenanceCalendar } from '../core/calendar/maintenance-calendar.ts'
import type { News } from '../core/delivery/news.ts'
import { type MailContent, sayTo } from '../core/delivery/subscriber-mails/content.ts'
import type { MessageContext } from '../core/delivery/team-messages/context.ts'
import type { OutgoingMail } from '../core/delivery/mailer.ts'
import { plainText } from '../core/text/markdown.ts'
import { oneLine } from '../core/text/quote.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** The longest value in the description of an event, characters: some programs refuse a calendar for a long one. */
const longestValue = 1_500

/** What is attached to a mail: of planned work, the event for the reader's calendar. Rejects with StoreError. */
export async function mailAttachments(
  store: Pick<NoticeReader, 'recurringMaintenance'>,
  news: News,
  { details, link }: Pick<MailContent, 'details' | 'link'>,
  context: MessageContext,
): Promise<NonNullable<OutgoingMail['attachments']>> {
  if (news.kind !== 'maintenance') return []
  const { maintenance } = news
  const { programme } = maintenance
  const entries = programme ? await store.recurringMaintenance() : []
  const entry = entries.find((one) => one.entry.id === programme?.entry) ?? null
  const content = maintenanceCalendar(
    maintenance,
    entry,
    {
      summary: oneLine(sayTo(maintenance.title, context), 200),
      description: [
        ...details.map(
          ({ label, value }) => `${label}${context.words.colon}${plainText(value, longestValue)}`,
        ),
        ...(link === null ? [] : [link]),
      ].join('\n\n'),
      url: link,
      locale: context.locale,
    },
    (text) => hash('sha256', text, 'hex'),
  )
  const method = maintenance.cancelledAt === null ? 'PUBLISH' : 'CANCEL'
  return [
    {
      filename: 'maintenance.ics',
      contentType: `text/calendar; charset=utf-8; method=${method}`,
      content,
    },
  ]
}
