import type { Locale } from '../text/localized-text.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { derivedId } from '../text/id.ts'
import { titleLine } from '../text/title-line.ts'

/** Columns of a mail's text: it reads on a terminal of 80 also where it is quoted. */
export const mailWidth = 76

/** A subject that programs show whole on a screen, characters. */
export const longestSubject = 120

/** A text as a subject: one line, no control characters and none that turn the direction. */
export const subjectLine = (text: string): string => titleLine(text, longestSubject)

/** A Message-ID (RFC 5322, 3.6.4) that is the same for the same parts, at every attempt and restart. */
export const messageId = (parts: readonly (string | number)[], host: string): string =>
  `<${derivedId('mail', ...parts)}.${derivedId('mail/2', ...parts)}@${host.replaceAll(/[^a-z0-9.-]/gi, '-')}>`

/** What stands in a mail, as HTML that is safe already. */
export type MailBody = {
  readonly locale: Locale
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  readonly body: readonly string[]
  readonly footer: readonly string[]
}

/** Colours for both themes: programs that know no media queries show the light one. Nothing is fetched from anywhere. */
const style = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'body{margin:0;background:#fbfbf9;color:#17201c;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}',
  'main{display:block;max-width:36rem;margin:0 auto;padding:1.25rem;overflow-wrap:break-word}',
  'h1{font-size:1.3rem;line-height:1.3;margin:0 0 1rem}h2{font-size:1rem;margin:1.5rem 0 .25rem}',
  'p,ul,ol,pre,blockquote{margin:0 0 1rem}pre{white-space:pre-wrap}a{color:#1f5fbf}',
  '.l{word-break:break-all}.t{color:#4d5752;font-size:.875rem}',
  'table{border-collapse:collapse;width:100%;margin:0 0 1rem}',
  'th,td{padding:.25rem .75rem .25rem 0;text-align:start;vertical-align:top;font-weight:400;border-bottom:1px solid #d9dbd6}',
  'th{color:#4d5752;width:7rem}',
  'footer{display:block;border-top:1px solid #d9dbd6;padding-top:1rem;color:#4d5752;font-size:.875rem}',
  '.b{display:inline-block;background:#1f5fbf;color:#fff;padding:.6rem 1.2rem;border-radius:6px;text-decoration:none;font-weight:600}',
  '@media (max-width:480px){.s thead{display:none}.s th,.s td{display:block;width:auto;padding:0;border:0}.s tr{display:block;padding:.4rem 0;border-bottom:1px solid #d9dbd6}.s .k{display:inline!important;color:#4d5752}}',
  '@media (prefers-color-scheme:dark){body{background:#111413;color:#e9ecea}a{color:#8fb2f5}.b{background:#8fb2f5;color:#111413}.t,th,footer{color:#a9b3ae}th,td,.s tr,footer{border-color:#39413d}.s .k{color:#a9b3ae}}',
].join('')

/** A mail as an HTML document of one column: it reads at 320 px, in dark mode, and without its style. */
export const mailDocument = ({ locale, direction, title, body, footer }: MailBody): string =>
  [
    `<!doctype html><html lang="${escapeHtml(locale)}" dir="${direction}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>`,
    ...body,
    ...(footer.length > 0 ? ['<footer>', ...footer, '</footer>'] : []),
    '</main></body></html>',
    '',
  ].join('\n')
