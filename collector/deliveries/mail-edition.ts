import type { Config } from '../core/config/config.ts'
import { type ReaderNews, composeMail } from '../core/delivery/subscriber-mails/compose.ts'
import type { MailContent } from '../core/delivery/subscriber-mails/content.ts'
import type { MessageContext } from '../core/delivery/team-messages/context.ts'
import { wordsOf } from '../core/i18n/dictionaries.ts'
import { formats } from '../core/i18n/format.ts'
import type { OutgoingMail } from '../core/delivery/mailer.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import { mailAttachments } from './mail-attachments.ts'

/** News as the subscribers of one language read it. */
export type MailEdition = {
  readonly content: MailContent
  readonly attachments: NonNullable<OutgoingMail['attachments']>
  readonly context: MessageContext
}

/** Word news for the subscribers of a language. Rejects with StoreError. */
export async function mailEdition(
  store: Pick<NoticeReader, 'recurringMaintenance'>,
  config: Config,
  news: ReaderNews,
  locale: string,
  now: number,
): Promise<MailEdition> {
  const words = wordsOf(locale, config.page.words)
  const context = { locale, words, formats: formats(locale, config.page.timezone, words), config, now }
  const content = composeMail(news, context)
  return { content, attachments: await mailAttachments(store, news, content, context), context }
}
