import type { Page } from 'playwright'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { calendarProblems } from '../src/calendar/calendar-rules.ts'
import { type Element, atomProblems, jsonFeedProblems, rssProblems } from '../src/feeds/feed-rules.ts'
import { aRichSnapshot } from '../src/page-inputs/rich-snapshot.ts'
import { loadSite, textOf } from '../src/site.ts'
import { aHostileSnapshot, aSnapshot, anIncident, anOpenIncident, hostile, now } from '../src/snapshots.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'

let browser: SharedBrowser
let site: Renderer
beforeAll(async () => {
  ;[browser, site] = await Promise.all([sharedBrowser(), loadSite()])
})

test('a browser reads every feed as XML, strangers’ texts included, and finds no program in it', async () => {
  const announcement = {
    id: 'hello0000001',
    title: hostile,
    body: hostile,
    until: null,
    pinned: true,
    publishedAt: now - 60_000,
    author: 'x',
    version: 1,
  }
  const snapshots = [
    aSnapshot({ incidents: [anOpenIncident(), anIncident()] }),
    { ...aHostileSnapshot(), announcements: [announcement] },
  ]
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  for (const snapshot of snapshots)
    for (const file of ['rss.xml', 'atom.xml', 'updates.xml']) {
      const found = await page.evaluate(
        (text) => {
          const document = new DOMParser().parseFromString(text, 'application/xml')
          const contents = [...document.querySelectorAll('item > description, entry > content')].map(
            ({ textContent }) => new DOMParser().parseFromString(textContent, 'text/html'),
          )
          return {
            error: document.querySelector('parsererror')?.textContent ?? null,
            items: contents.length,
            active: contents.reduce(
              (sum, content) =>
                sum + content.querySelectorAll('script, img, svg, [onerror], [onload], [onmouseover]').length,
              0,
            ),
            links: contents.flatMap((content) => [...content.links].map(({ protocol }) => protocol)),
          }
        },
        await textOf(site, `/${file}`, snapshot),
      )
      expect(found).toMatchObject({ error: null, active: 0 })
      expect(found.items).toBeGreaterThan(1)
      expect(found.links).not.toContain('javascript:')
    }
})

/** What people write into titles and texts, and what breaks feeds and calendars of others. */
const written = [
  'Tables & <b>HTML</b> ]]> &amp; &lt;script&gt; <![CDATA[ <!-- -->',
  'Zürich; Ñandú, "quoted": it’s \\n \\, \\; C:\\new\\table',
  '👩‍👩‍👧‍👦 🦊 فريق العمل 状態ページ ไทย \u{10ffff}',
  `\u0000\u0001\u0007\u0008\u000b\u000c\u001b[31m\u007f\u0085\ufffe\uffff\ud800 \udc00x`,
  '\u202eright to left\u202c \u2066isolated\u2069 \u200f \u2028line\u2029paragraph',
  'letters'.repeat(1_500),
  'ééééé 🦊'.repeat(1_500),
  'First line\nsecond\r\nthird\rfourth\n\n- one\n- two\n  1. three\n\n| a | b |\n|---|---|\n| c | d |',
  '   ',
  '=1+1',
  'BEGIN:VCALENDAR\r\nEND:VEVENT\r\nDTSTART:20260101T000000Z',
]

/** A page with everything, whose texts are all of those, one after the other. */
function aWrittenSnapshot(): Snapshot {
  let next = 0
  const changed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(changed)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value).map(([key, one]) => [
              key,
              /^(title|name|body|reason|alternatives|rootCause|description)$/.test(key) && one !== null
                ? written[next++ % written.length]
                : changed(one),
            ]),
          )
        : value
  return changed(JSON.parse(JSON.stringify(aRichSnapshot()))) as Snapshot
}

/** A document of XML as plain data, as the browser reads it; throws where it is not well-formed. */
const parseXml = (page: Page, text: string): Promise<Element> =>
  page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml')
    const error = document.querySelector('parsererror')
    if (error) throw new Error(error.textContent)
    type Plain = { name: string; attributes: Record<string, string>; text: string; children: Plain[] }
    const plain = (element: globalThis.Element): Plain => ({
      name: element.namespaceURI ? `{${element.namespaceURI}}${element.localName}` : element.localName,
      attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
      text: element.textContent,
      children: [...element.children].map(plain),
    })
    return plain(document.documentElement)
  }, text)

test('feeds and calendars keep every rule of their formats, whatever is written', async () => {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const problems: string[] = []
  const asked = { rss: 0, atom: 0, json: 0, ics: 0 }
  for (const [name, snapshot] of Object.entries({ rich: aRichSnapshot(), written: aWrittenSnapshot() }))
    for (const { path } of site.routes(snapshot)) {
      const read = async (): Promise<string[]> => {
        const text = await textOf(site, path, snapshot)
        if (/\/(rss\.xml|history\.rss)$/.test(path)) asked.rss++
        else if (/\/(atom\.xml|updates\.xml|history\.atom)$/.test(path)) asked.atom++
        else if (path.endsWith('/feed.json')) asked.json++
        else asked.ics++
        if (path.endsWith('.ics')) return calendarProblems(text)
        if (path.endsWith('.json')) return jsonFeedProblems(JSON.parse(text) as Record<string, unknown>)
        const root = await parseXml(page, text)
        return root.name === 'rss' ? rssProblems(root) : atomProblems(root)
      }
      if (/\/(rss\.xml|history\.rss|atom\.xml|updates\.xml|history\.atom|feed\.json)$|\.ics$/.test(path))
        problems.push(...(await read()).map((problem) => `${name}${path} ${problem}`))
    }
  expect(problems.slice(0, 20)).toEqual([])
  expect(Math.min(...Object.values(asked))).toBeGreaterThan(10)
})
