import type { Report, TeamReport } from './report-document.ts'
import { type Outline, type RevisionInfo, outlineOf } from './outline.ts'
import type { OutlineSection } from './sections/section.ts'
import { formatOutline } from './report-text.ts'
import { directionOf } from '../i18n/direction.ts'
import { markFallbacks } from '../i18n/mark-fallbacks.ts'
import type { OperatorWords } from '../i18n/words.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { type Locale, inLocale } from '../text/localized-text.ts'
import { toHtml } from '../text/markdown.ts'

/** A report as an e-mail, in its two forms. */
export type ReportMail = { readonly subject: string; readonly text: string; readonly html: string }

/**
 * A report ready to be sent: nothing in it is fetched from anywhere, every style stands where it is used, and words of
 * strangers are escaped. What fell back to English says so in its HTML, as on pages.
 *
 * @param link address of the report's page; null without
 */
export function reportMail(
  report: Report | TeamReport,
  locale: Locale,
  revisionInfo: RevisionInfo = null,
  link: string | null = null,
  operatorWords: OperatorWords = {},
): ReportMail {
  const outline = outlineOf(report, locale, revisionInfo, operatorWords)
  return {
    subject: outline.title,
    text: formatOutline(outline) + (link === null ? '' : `\n${link}\n`),
    html: markFallbacks(
      htmlOf(
        outlineOf(report, locale, revisionInfo, operatorWords, true),
        proseHtml(report, locale),
        locale,
        link,
      ),
    ),
  }
}

const fontStyle = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
/** Mail programs know no logical sides. */
const cellStyles = {
  ltr: 'padding:4px 12px 4px 0;border-bottom:1px solid #d8d8d8;vertical-align:top;text-align:left',
  rtl: 'padding:4px 0 4px 12px;border-bottom:1px solid #d8d8d8;vertical-align:top;text-align:right',
}

/** Columns of the text of a mail: programs that quote it have room before it. */
const mailWidth = 76

/** The parts of a report for a mail that has a frame and a title of its own, in its colours. */
export function reportMailParts(
  report: Report | TeamReport,
  locale: Locale,
  operatorWords: OperatorWords = {},
): ReportMail {
  const outline = outlineOf(report, locale, null, operatorWords)
  const { title, lines, sections } = outlineOf(report, locale, null, operatorWords, true)
  const html = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...lines.map((line) => `<p class="t">${escapeHtml(line)}</p>`),
    proseHtml(report, locale),
    ...sections.map((section) => `<div style="overflow-x:auto">${sectionHtml(section, '')}</div>`),
  ].join('\n')
  const text = formatOutline({ ...outline, title: '' }, mailWidth)
  return { subject: outline.title, text, html: markFallbacks(html, directionOf(locale)) }
}

/** What the team wrote, its Markdown as HTML. */
const proseHtml = ({ prose }: Report, locale: Locale): string =>
  prose === undefined ? '' : toHtml(inLocale(prose, locale), 2)

/** @param prose HTML */
function htmlOf(
  { title, lines, sections }: Outline,
  prose: string,
  locale: Locale,
  link: string | null,
): string {
  const direction = directionOf(locale)
  const body = [
    `<h1 style="font-size:20px;margin:0 0 8px">${escapeHtml(title)}</h1>`,
    ...lines.map((line) => `<p style="margin:0 0 8px;color:#555">${escapeHtml(line)}</p>`),
    prose,
    ...sections.map((section) => sectionHtml(section, cellStyles[direction ?? 'ltr'])),
    ...(link === null
      ? []
      : [
          `<p style="margin:24px 0 0"><a href="${escapeHtml(link)}" style="color:#1f5fbf">${escapeHtml(link)}</a></p>`,
        ]),
  ].join('\n')
  return `<!doctype html>
<html lang="${escapeHtml(locale)}"${direction ? ` dir="${direction}"` : ''}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px;background:#fff;color:#1a1a1a;font-size:15px;line-height:1.45;${escapeHtml(fontStyle)}">
<div style="max-width:640px;margin:0 auto">
${body}
</div>
</body>
</html>
`
}

function sectionHtml({ heading, columns, rows }: OutlineSection, cellStyle: string): string {
  // On a narrow screen each cell stands on a line of its own: it then says what it is (`mail-parts.ts`).
  const isStacked = cellStyle === '' && columns !== null
  const labelHtml = (label: string | undefined): string =>
    isStacked && label ? `<span class="k" style="display:none">${escapeHtml(label)} </span>` : ''
  const rowHtml = (row: readonly string[]): string =>
    `<tr>${row
      .map((text, i) =>
        i === 0
          ? `<th scope="row" style="${cellStyle};font-weight:${columns ? 600 : 400}">${escapeHtml(text)}</th>`
          : `<td style="${cellStyle};font-variant-numeric:tabular-nums">${labelHtml(columns?.[i])}${escapeHtml(text)}</td>`,
      )
      .join('')}</tr>`
  const headerRow = columns
    ? `<thead><tr>${columns.map((text) => `<th scope="col" style="${cellStyle};font-size:13px;${cellStyle === '' ? '' : 'color:#555'}">${escapeHtml(text)}</th>`).join('')}</tr></thead>`
    : ''
  return `<h2 style="font-size:16px;margin:24px 0 4px">${escapeHtml(heading)}</h2>
<table${isStacked ? ' class="s"' : ''} style="border-collapse:collapse;width:100%">${headerRow}<tbody>${rows.map(rowHtml).join('')}</tbody></table>`
}
