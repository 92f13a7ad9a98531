import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { nextLink } from '../../collector/core/report/chain.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { FrozenReport } from '../../collector/core/report/report-link.ts'
import { reportPeriod } from '../../collector/core/report/report-period.ts'
import { snapshotReport } from '../../collector/core/snapshot/snapshot-report.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { reportPage } from '../../src/view/report/report-page.ts'
import { reportDays, reportMonths } from '../../src/view/report/report-list.ts'
import { sampleSnapshot } from '../../src/renderer/sample.ts'
import { viewOf } from '../../src/view/shared/view.ts'
import { loadSite, textOf } from './site.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** October as it would have been told, frozen twice: the second time because something was corrected. */
function frozen(snapshot: Snapshot): readonly FrozenReport[] {
  const october = reportPeriod('monthly', '2026-10', snapshot.page.timezone)
  const text = JSON.stringify(snapshotReport(snapshot, october))
  const what = { period: '2026-10', frozenAt: october.to + 3_600_000, why: null, revision: 1, text }
  const first = nextLink(null, what, sha256)
  const why = 'Incident <b>x</b> was changed.'
  return [
    first,
    nextLink(first, { ...what, revision: 2, why, text: text.replace('"100"', '"99.99"') }, sha256),
  ]
}

const plain = sampleSnapshot()
const corrected = { ...plain, reports: frozen(plain) }

test('there is a report of every month and of every day that was watched', () => {
  expect(reportMonths(plain)).toEqual(['2026-11'])
  expect(reportMonths(corrected)).toEqual(['2026-10', '2026-11'])
  expect(reportDays(plain)).toHaveLength(90)
  const paths = new Set(site.routes(corrected).map(({ path }) => path))
  for (const path of [
    '/reports/',
    '/en/reports/2026-11/',
    '/reports/2026-11-22/',
    '/reports/2026-11/report.json',
    '/reports/2026-11/report.csv',
    '/en/reports/2026-11/report.txt',
    '/en/reports/2026-11/mail.html',
    '/reports/2026-10/revision-1.json',
    '/reports/chain.json',
  ])
    expect(paths).toContain(path)
})

test('a frozen report is published byte for byte as it was hashed, every revision of it', async () => {
  const [first, second] = corrected.reports
  expect(sha256(await textOf(site, '/reports/2026-10/report.json', corrected))).toBe(second!.data)
  expect(sha256(await textOf(site, '/reports/2026-10/revision-1.json', corrected))).toBe(first!.data)
  const { chain } = JSON.parse(await textOf(site, '/reports/chain.json', corrected)) as {
    chain: { sequence: number; previous: string | null; hash: string }[]
  }
  expect(chain.map(({ sequence, previous, hash }) => [sequence, previous, hash])).toEqual([
    [1, null, first!.hash],
    [2, first!.hash, second!.hash],
  ])
})

test('the chain tells how to check it, and who does as told gets its hashes', async () => {
  type Line = string | number | null
  const { how, chain } = JSON.parse(await textOf(site, '/reports/chain.json', corrected)) as {
    how: { hash: string }
    chain: (Record<string, Line> & { file: string })[]
  }
  const names = /ended by a line feed: ([^;]+);/.exec(how.hash)![1]!.split(', ')
  expect(names).toHaveLength(7)
  for (const link of chain) {
    expect(sha256(names.map((name) => `${link[name] ?? ''}\n`).join(''))).toBe(link['hash'])
    expect(sha256(await textOf(site, link.file, corrected))).toBe(link['data'])
  }
})

test('a correction says why, and what strangers wrote stays text', async () => {
  const page = await textOf(site, '/en/reports/2026-10/', corrected)
  expect(page).toContain('Revision 2, of')
  expect(page).toContain('Incident &lt;b&gt;x&lt;/b&gt; was changed.')
  expect(page).toContain(corrected.reports[1]!.hash)
  const list = await textOf(site, '/en/reports/', corrected)
  expect(list).toContain('revision 2')
})

test('the list says of each day what its report says', async () => {
  const list = (await textOf(site, '/en/reports/', plain)).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(list).toContain('Saturday, November 21 99.950% · 1 incident')
  expect(list).toContain('Friday, November 20 100% · 0 incidents')
})

test('a day tells what befell it, and leads to the days around it', async () => {
  const page = await textOf(site, '/en/reports/2026-11-21/', plain)
  expect(page).toContain('Report of Saturday, November 21, 2026')
  expect(page).toContain('99.950%')
  // Who speaks the words they see follows the link.
  expect(page).toMatch(/aria-label="Report of the day before, Nov 20">\s*<span aria-hidden="true">Nov 20</)
  expect(page).toMatch(/rel="prev" href="[^"]*\/reports\/2026-11-20\/"/)
  expect(page).toMatch(/rel="next" href="[^"]*\/reports\/2026-11-22\/"/)
  expect(page).toContain('Slow AI correction')
})

test('the HTML of an e-mail fetches nothing and runs nothing', async () => {
  const mail = await textOf(site, '/en/reports/2026-11/mail.html', plain)
  expect(mail).toMatch(/^<!doctype html>/)
  expect(mail).not.toMatch(/<script|<link|<img|url\(/)
  expect(await textOf(site, '/reports/2026-11/report.txt', plain)).toContain('novembre 2026')
})

test('a page that has nothing yet says so', async () => {
  const components = plain.components.map((one) => ({ ...one, firstAt: null }))
  const page = await textOf(site, '/en/reports/', { ...plain, components })
  expect(page).toContain('There is nothing to report yet.')
})

test('a frozen month is not written again as time passes, the one that runs is', () => {
  const later = { ...corrected, generatedAt: corrected.generatedAt + 60_000 }
  const keys = (snapshot: Snapshot) =>
    new Map(site.routes(snapshot).map(({ path, fingerprint }) => [path, fingerprint]))
  const [before, after] = [keys(corrected), keys(later)]
  const changed = [...after].filter(([path, key]) => before.get(path) !== key).map(([path]) => path)
  const reports = changed.filter((path) => path.includes('/reports/'))
  expect(reports.filter((path) => !/2026-11\/|2026-11-22\/|\/reports\/$/.test(path))).toEqual([])
  expect(reports).toContain('/reports/2026-11/')
})

test('a day of which hardly anything was watched has no figure in the table of a month', () => {
  const november = reportPeriod('monthly', '2026-11', plain.page.timezone)
  const report = snapshotReport(plain, november)
  const date = '2026-11-05'
  const whole = { observed: 60_000, unknown: 86_340_000, down: 0, printed: '100' }
  const text = JSON.stringify({
    ...report,
    days: report.days.map((day) => (day.date === date ? { ...day, printed: '100', down: 0 } : day)),
    components: report.components.map((one) => ({
      ...one,
      days: one.days.map((day) => (day.date === date ? { ...day, ...whole } : day)),
    })),
  })
  const what = { period: '2026-11', frozenAt: november.to, why: null, revision: 1, text }
  const snapshot = { ...plain, reports: [nextLink(null, what, sha256)] }
  const line = (all: Snapshot) =>
    reportPage(viewOf(all, 'en', '/reports/2026-11/'), '2026-11').days.find((day) => day.date === date)
  expect(line(snapshot)).toMatchObject({ printed: '–', down: '–' })
  expect(line(plain)!.printed).toMatch(/%/)
})
