import type { Config } from '../core/config/config.ts'
import {
  type ReaderNews,
  composeIncidentsMail,
  composeMail,
} from '../core/delivery/subscriber-mails/compose.ts'
import type { ComposedMail, MailContent, MailForms } from '../core/delivery/subscriber-mails/content.ts'
import type { MessageContext } from '../core/delivery/team-messages/context.ts'
import { markedWordsOf, wordsOf } from '../core/i18n/dictionaries.ts'
import { formats } from '../core/i18n/format.ts'
import type { Words } from '../core/i18n/words.ts'
import type { OutgoingMail } from '../core/delivery/mailer.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import { mailAttachments } from './mail-attachments.ts'

/** News as the subscribers of one language read it. */
export type MailEdition = MailForms & {
  readonly attachments: NonNullable<OutgoingMail['attachments']>
}

/** Word several incidents for the subscribers of a language, as one mail. */
export const incidentsEdition = (
  config: Config,
  all: readonly Extract<ReaderNews, { kind: 'incident' }>[],
  locale: string,
  now: number,
): MailEdition => ({
  ...mailForms((context) => composeIncidentsMail(all, context), config, locale, now),
  attachments: [],
})

/** Word news for the subscribers of a language. Rejects with StoreError. */
export async function mailEdition(
  store: Pick<NoticeReader, 'recurringMaintenance'>,
  config: Config,
  news: ReaderNews,
  locale: string,
  now: number,
): Promise<MailEdition> {
  const forms = mailForms((context) => composeMail(news, context), config, locale, now)
  const { content, context } = forms.plain
  return { ...forms, attachments: await mailAttachments(store, news, content, context) }
}

/** Compose with plain words and, where some of them fell back to English, with marked ones. */
function mailForms(
  compose: (context: MessageContext) => MailContent,
  config: Config,
  locale: string,
  now: number,
): MailForms {
  const { timezone, words: operatorWords } = config.page
  const composeWith = (words: Words): ComposedMail => {
    const context = { locale, words, formats: formats(locale, timezone, words), config, now }
    return { content: compose(context), context }
  }
  const [plainWords, markedWords] = [wordsOf(locale, operatorWords), markedWordsOf(locale, operatorWords)]
  const plain = composeWith(plainWords)
  return { plain, marked: markedWords === plainWords ? plain : composeWith(markedWords) }
}
