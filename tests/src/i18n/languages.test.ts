import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { fallbackEnd, fallbackStart, markWhole } from '../../../collector/core/i18n/complete-words.ts'
import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { markFallbacks } from '../../../collector/core/i18n/mark-fallbacks.ts'
import { loadSite, renderAll, textOf } from '../site.ts'
import { aSnapshot, anIncident, anOpenIncident } from '../snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** English sentences of three words or more, without places to fill in. */
const englishSentences = (words: object): string[] =>
  Object.values(words).flatMap((value: unknown) =>
    typeof value !== 'string'
      ? englishSentences(value as object)
      : /^[^{}]*$/.test(value) && value.split(' ').length > 2
        ? [value]
        : [],
  )

const textOfPage = (html: string): string => html.replace(/<[^>]*>/g, '\n').replaceAll('&#39;', "'")

test.each(['de', 'es'])(
  'no sentence of a page in %s is left in English',
  { timeout: 300_000 },
  async (locale) => {
    const snapshot = aSnapshot({
      incidents: [anOpenIncident(), anIncident()],
      page: { locale, locales: [locale] },
    })
    const sentences = englishSentences(wordsOf('en'))
    for (const [path, html] of await renderAll(site, snapshot)) {
      if (!path.endsWith('/')) continue
      expect(html).toContain(`lang="${locale}"`)
      const lines = textOfPage(html)
      expect(
        sentences.filter((sentence) => lines.includes(sentence)),
        path,
      ).toEqual([])
    }
  },
)

test('the menu shows languages by their own names', async () => {
  const html = await textOf(
    site,
    '/',
    aSnapshot({
      page: {
        locale: 'en',
        locales: ['en', 'de', 'es', 'fr', 'pt-BR'],
        words: { 'pt-BR': { language: 'Português' } },
      },
    }),
  )
  const menu = [...html.matchAll(/hreflang="[^"]+" lang="([^"]+)"[^>]*>\s*([^<]+?)\s*</g)]
  expect(menu.map(([, lang, name]) => `${lang} ${name}`)).toEqual([
    'de Deutsch',
    'es Español',
    'fr Français',
    'pt-BR Português',
  ])
})

test(
  'words an operator leaves out say that they are English, and no mark leaves the page',
  { timeout: 300_000 },
  async () => {
    const snapshot = aSnapshot({
      incidents: [anOpenIncident(), anIncident()],
      page: {
        locale: 'he',
        locales: ['he'],
        words: { he: { history: 'היסטוריה', banner: { operational: 'הכול פועל' } } },
      },
    })
    const marks = /[\uFDD0-\uFDD3]/
    const rendered = await renderAll(site, snapshot)
    for (const [path, text] of rendered) {
      expect(text, path).not.toMatch(marks)
      // Attributes and titles hold no elements.
      expect(text, path).not.toMatch(/="[^"]*<span lang=/)
      expect(text.match(/<title>.*?<\/title>/s)?.[0] ?? '', path).not.toContain('<span')
      if (!/\/$|html$/.test(path)) expect(text, path).not.toContain('<span lang="en"')
    }
    const page = rendered.get('/')!
    expect(page).toMatch(/<html[^>]* lang="he"[^>]* dir="rtl"/)
    expect(page).toContain('<span lang="en" dir="ltr">Skip to content</span>')
    expect(page).toMatch(/<a href="[^"]*history\/"[^>]*>\s*היסטוריה/)
  },
)

test('marks become elements between tags, and go from attributes, titles, scripts and images', () => {
  const english = (words: string): string => `${fallbackStart}${words}${fallbackEnd}`
  expect(
    markFallbacks(
      `<title>${english('Title')}</title><p title="a > ${english('b')}">${english('Since ')}<b>${english('now')}</b></p>` +
        `<svg><text>${english('P50')}</text></svg><script>${english('x')}</script>${fallbackStart}cut`,
    ),
  ).toBe(
    '<title>Title</title><p title="a > b"><span lang="en" dir="ltr">Since </span><b><span lang="en" dir="ltr">now</span></b></p>' +
      '<svg><text>P50</text></svg><script>x</script>cut',
  )
})

test('from right to left, an English sentence and its values are laid out as one, wherever they end', () => {
  const english = (words: string): string => `${fallbackStart}${words}${fallbackEnd}`
  const span = (words: string): string => `<span lang="en" dir="ltr">${words}</span>`
  const over = fillPlaceholders(`${english('uptime over ')}{span}${english(' days')}`, {
    span: markWhole(`1 ${english('h')}`),
  })
  const page = (dir: string, body: string) => `<html lang="ar"${dir}><body>${body}</body></html>`
  const rtl = ' dir="rtl"'
  expect(markFallbacks(page(rtl, `<p title="${over}">${over}</p>`))).toBe(
    page(
      rtl,
      `<p title="uptime over 1 h days"><span dir="ltr">${span('uptime over ')}<span dir="ltr">1 ${span('h')}</span>${span(' days')}</span></p>`,
    ),
  )
  expect(markFallbacks(page('', `<p>${over}</p>`))).toBe(
    page('', `<p>${span('uptime over ')}1 ${span('h')}${span(' days')}</p>`),
  )
  const clock = fillPlaceholders(
    `${english('answered in ')}{took}${english(', promised ')}{promised} ({share})`,
    {
      took: '50\u00a0ث',
      promised: '<b>1\u00a0س</b>',
      share: '79%',
    },
  )
  expect(markFallbacks(page(rtl, `<p>${clock}</p>`))).toBe(
    page(
      rtl,
      `<p><span dir="ltr">${span('answered in ')}<bdi>50\u00a0ث</bdi>${span(', promised ')}<bdi><b>1\u00a0س</b> (79%)</bdi></span></p>`,
    ),
  )
  // A sentence that was taken apart, or holds more than a line, is not put into an element.
  const [begin, end] = fillPlaceholders(`${english('a ')}{x}${english(' b')}`, { x: '|' }).split('|') as [
    string,
    string,
  ]
  expect(markFallbacks(page(rtl, `<p>${begin}</p><p>${end}</p>`))).toBe(
    page(rtl, `<p>${span('a ')}</p><p>${span(' b')}</p>`),
  )
  expect(markFallbacks(page(rtl, `<p>${begin}<b>x</b>${end}</p>`))).toContain(
    `<p><span dir="ltr">${span('a ')}<b>x</b>${span(' b')}</span></p>`,
  )
})

test('no rule of a style sheet is for the marks of words that fell back to English', () => {
  const folder = join(import.meta.dirname, '../../../src/styles')
  const rules = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/[^{}]+(?=\{)/g)].map(
      ([rule]) => `${file} ${rule.trim()}`,
    ),
  )
  expect(rules.length).toBeGreaterThan(300)
  // A mark is `<span lang="en" dir="ltr">` wherever words stand: what names a bare span means it, too.
  expect(rules.filter((rule) => /(?:^|[\s>+~(])span(?![\w-])(?!:not\(\[lang\]\))/.test(rule))).toEqual([])
})
