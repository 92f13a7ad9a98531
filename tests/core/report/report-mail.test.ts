import { expect, test } from 'vitest'
import { reportMail, reportMailParts } from '../../../collector/core/report/report-mail.ts'
import { snapshotReport } from '../../../collector/core/snapshot/snapshot-report.ts'
import { reportPeriod } from '../../../collector/core/report/report-period.ts'
import { sampleSnapshot } from '../../../src/renderer/sample.ts'

const snapshot = sampleSnapshot()
const report = snapshotReport(snapshot, reportPeriod('monthly', '2026-11', snapshot.page.timezone))
const span = (words: string): string => `<span lang="en" dir="ltr">${words}</span>`

test('a mail in a language that an operator brings marks what is English in it, as pages do', () => {
  const { html, text, subject } = reportMail(report, 'pt', null, null, {
    pt: { reportMail: { monthly: 'Relatório mensal', components: 'Serviços' } },
  })
  expect(html).toMatch(/<html lang="pt">/)
  expect(html).toContain('Serviços</h2>')
  expect(html).toContain(`>${span('Response time')}</h2>`)
  expect(html).toMatch(/<title>Relatório mensal [^<]*<\/title>/)
  for (const part of [html, text, subject]) expect(part).not.toMatch(/[\uFDD0-\uFDD3]/)
  expect(text).not.toContain('<span')
})

test('a mail from right to left is laid out from right to left', () => {
  const { html } = reportMail(report, 'ar', null, null, { ar: { reportMail: { monthly: 'تقرير شهري' } } })
  expect(html).toContain('<html lang="ar" dir="rtl">')
  expect(html).toContain('text-align:right')
  expect(html).not.toContain('text-align:left')
  expect(html).toContain(span('Incidents'))
})

test('a sentence of English words and values is laid out as one from right to left, in the frame of another mail too', () => {
  const arabic = { ar: { reportMail: { monthly: 'تقرير شهري' } } }
  const sentences = (html: string): number => html.split('<span dir="ltr">').length - 1
  const alone = sentences(reportMail(report, 'ar', null, null, arabic).html)
  expect(alone).toBeGreaterThan(0)
  expect(sentences(reportMailParts(report, 'ar', arabic).html)).toBeGreaterThanOrEqual(alone)
})

test('a mail in a language of Vigie’s has nothing to mark', () => {
  for (const locale of ['fr', 'en', 'de', 'es'])
    expect(reportMail(report, locale).html).not.toMatch(/<span lang|dir="/)
})

test('in a mail the text fits into 76 columns without the title, and cells of a narrow screen say what they are', () => {
  const { subject, text, html } = reportMailParts(report, 'fr')
  expect(text).not.toContain(subject)
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76)
  expect(html).toContain('<span class="k" style="display:none">Disponibilité </span>')
})
