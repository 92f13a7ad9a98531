import type { Config } from '../config/config.ts'
import { markedWordsOf, wordsOf } from '../i18n/dictionaries.ts'
import { directionOf } from '../i18n/direction.ts'
import { formats } from '../i18n/format.ts'
import { markFallbacks } from '../i18n/mark-fallbacks.ts'
import { zoneCity } from '../i18n/zone-city.ts'
import { fillPlaceholders } from '../i18n/sentences.ts'
import type { Words } from '../i18n/words.ts'
import { type Locale, inLocale } from '../text/localized-text.ts'
import type { SubscriberChoices } from '../subscription/answer.ts'
import { wrapText } from '../text/wrap-text.ts'
import type { OutgoingMail } from './mailer.ts'
import { type Subscriber, newsKinds } from '../subscription/subscriber.ts'

/** How long a link to confirm works, ms. */
export const confirmationLifetime = 48 * 3_600_000

type MailConfig = Pick<Config, 'page' | 'components'>

/** Names of what was chosen: the kinds of news, and the services. */
function choiceNames(
  { page, components }: MailConfig,
  choices: Pick<SubscriberChoices, 'kinds' | 'components'>,
  locale: Locale,
  { subscriptions: words }: Words,
): { readonly kinds: string; readonly components: string } {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const fallbacks = [page.locale, ...page.locales]
  const names = components
    .filter(({ id }) => choices.components?.includes(id))
    .map(({ name }) => inLocale(name, locale, fallbacks))
  return {
    kinds: list.format(
      newsKinds.filter((kind) => choices.kinds.includes(kind)).map((kind) => words.kind[kind]),
    ),
    components: choices.components === null ? words.all : list.format(names),
  }
}

type ConfirmationChange = { readonly before: Subscriber; readonly after: Subscriber }

/** The sentences of the mail, with the words of a dictionary. */
function sentencesOf(
  { before, after }: ConfirmationChange,
  config: MailConfig,
  at: number,
  dictionary: Words,
) {
  const { page } = config
  const { locale } = after
  const words = dictionary.subscriptions.mail
  const values = { name: page.name, address: after.address }
  const until = formats(locale, page.timezone, dictionary).moment(at + confirmationLifetime)
  return {
    subject: fillPlaceholders(words.subject, values),
    asked: fillPlaceholders(before.state === 'unconfirmed' ? words.asked : words.changeAsked, values),
    chosen: fillPlaceholders(words.chosen, choiceNames(config, after, locale, dictionary)),
    confirm: words.confirm,
    until: fillPlaceholders(words.until, { time: until, zone: zoneCity(page.timezone, locale) }),
    ignore: words.ignore,
  }
}

/**
 * The mail that brings a link to confirm a subscription, or a change of one that is there, in the language of the choice.
 * What fell back to English is marked as such in the HTML.
 *
 * @param at when it was asked for, ms
 */
export function confirmationMail(
  change: ConfirmationChange,
  { config, link, at }: { readonly config: MailConfig; readonly link: string; readonly at: number },
): OutgoingMail {
  const { page } = config
  const { after } = change
  const words = wordsOf(after.locale, page.words)
  const { subject, asked, chosen, confirm, until, ignore } = sentencesOf(change, config, at, words)
  const marked = sentencesOf(change, config, at, markedWordsOf(after.locale, page.words))
  return {
    to: after.owner ?? after.address,
    subject,
    text: `${wrapText([asked, chosen, `${`${confirm}${words.colon}`.trimEnd()}\n${link}`, until, ignore, `-- \n${page.name}`].join('\n\n'), 76)}\n`,
    html: markFallbacks(
      html({
        locale: after.locale,
        subject: marked.subject,
        before: [marked.asked, marked.chosen],
        link,
        button: marked.confirm,
        after: [marked.until, marked.ignore],
        name: page.name,
      }),
    ),
    // RFC 3834: no automatic answer is wanted to what a program wrote.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Colours for both themes; programs that know no media queries show the light one. */
const style =
  'body{margin:0;background:#fbfbf9;color:#17201c;font:16px/1.5 system-ui,sans-serif}main{max-width:34rem;margin:0 auto;padding:1.5rem}a{color:#1f5fbf}.b{display:inline-block;background:#1f5fbf;color:#fff;padding:.7rem 1.4rem;border-radius:6px;text-decoration:none;font-weight:600}.l{word-break:break-all}@media (prefers-color-scheme:dark){body{background:#111413;color:#e9ecea}a{color:#8fb2f5}.b{background:#8fb2f5;color:#111413}}'

function html(parts: {
  readonly locale: Locale
  readonly subject: string
  readonly before: readonly string[]
  readonly link: string
  readonly button: string
  readonly after: readonly string[]
  readonly name: string
}): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`
  const link = escapeHtml(parts.link)
  return [
    `<!doctype html><html lang="${escapeHtml(parts.locale)}" dir="${directionOf(parts.locale) ?? 'ltr'}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(parts.subject)}</title><style>${style}</style></head><body><main>`,
    ...parts.before.map(paragraph),
    `<p><a class="b" href="${link}">${escapeHtml(parts.button)}</a></p><p class="l"><a href="${link}">${link}</a></p>`,
    ...parts.after.map(paragraph),
    `<p><strong>${escapeHtml(parts.name)}</strong></p></main></body></html>`,
  ].join('\n')
}
