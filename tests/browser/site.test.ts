import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { aMetric, aShare } from '../src/metrics/figures-builders.ts'
import { aRichSnapshot } from '../src/page-inputs/rich-snapshot.ts'
import { loadSite } from '../src/site.ts'
import {
  aComponent,
  aSnapshot,
  aLearntIncident,
  aSnapshotOf,
  anIncident,
  anOpenIncident,
  now,
} from '../src/snapshots.ts'
import { inInventedLanguage, withLongTexts } from '../src/variants.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'
import { type Host, host } from './host.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A page with something of everything: each status, an open and a past incident, a long name, a day nobody watched. */
function aBusySnapshot() {
  const base = aSnapshot()
  const statuses = [
    'operational',
    'degraded_performance',
    'partial_outage',
    'major_outage',
    'under_maintenance',
    'unknown',
  ] as const
  const long = aComponent(
    'long',
    `Très-long-nom-${'sans-espace'.repeat(9)}`,
    {},
    { description: 'مرحبا hello', firstDay: 20 },
  )
  const components = [...base.components, long].map((one, index) => ({
    ...one,
    status: statuses[index % statuses.length]!,
  }))
  const group = {
    name: 'Divers',
    components: ['long'],
    status: 'operational' as const,
    availability: 1,
    printed: '100',
  }
  const headed = '# Ce que nous savons\n\nPeu.'
  const { corrections, postmortem, updates, ...learnt } = aLearntIncident()
  return aSnapshot({
    page: { demo: true },
    components,
    announcements: [
      {
        id: 'pinned000001',
        title: { fr: 'Nouvelle adresse', en: 'New address' },
        body: headed,
        until: null,
        pinned: true,
        publishedAt: now - 3_600_000,
        author: 'camille',
        version: 2,
        corrections: [{ at: now, by: 'camille', what: 'pinned', before: false }],
      },
      {
        id: 'plain0000001',
        title: 'Enquête',
        body: 'Deux questions.',
        until: null,
        pinned: false,
        publishedAt: now - 7_200_000,
        author: 'camille',
        version: 1,
      },
    ],
    groups: [...base.groups, group],
    incidents: [
      anOpenIncident(),
      anIncident(),
      {
        ...learnt,
        updates: updates.with(1, { ...updates[1]!, body: headed }),
        postmortem: { ...postmortem!, body: headed, rootCause: headed },
        corrections: [...corrections!, { at: now, by: 'camille', what: 'postmortem', before: headed }],
      },
      anIncident({
        id: 'falsealarm00',
        title: 'Fausse',
        impact: 'none',
        falseAlarm: { reason: headed, at: now },
      }),
      anIncident({ id: 'older', impact: 'major', startedAt: now - 40 * 86_400_000 }),
    ],
    status: 'major_outage',
    metrics: [
      ...base.metrics,
      aShare(2.1, 0.1, { id: 'lost', component: 'ai' }),
      aShare(0.3, 0.1, { id: 'slow', component: 'ai' }),
      aMetric('new', { latest: null, hours: [], days: [], component: 'ai' }),
    ],
  })
}

let browser: SharedBrowser
let site: Renderer
let busy: Host
beforeAll(async () => {
  site = await loadSite()
  ;[browser, busy] = await Promise.all([sharedBrowser(), host(site, aBusySnapshot())])
})
afterAll(async () => {
  await busy?.close()
})

const places = [
  '/',
  '/components/ai/',
  '/components/long/',
  '/incidents/openopenopen/',
  '/incidents/falsealarm00/',
  '/announcements/pinned000001/',
  '/history/',
  '/history/2026-09/',
  '/maintenance/',
  '/maintenance/2027-01/',
  '/maintenance/storagemove1/',
  '/maintenance/certificate1/',
  '/maintenance/cancelled001/',
  '/incidents/learntlearnt/',
  '/sla/',
  '/reports/2026-11/',
  '/figures/',
  '/404.html',
]
/** Kinds of pages that differ from those in nothing that depends on the language. */
const further = ['/reports/', '/reports/2026-11-21/', '/sla/ai/2026-11/', '/embed/', '/history/2026-11/']
const everywhere = [
  ...places,
  ...places.filter((place) => place !== '/404.html').map((place) => `/en${place}`),
]

/** Work with a page of a context of its own, whose clock stands a few seconds after the sample was made. */
async function withPage<T>(
  options: BrowserContextOptions,
  work: (page: Page) => Promise<T>,
  at = now + 5_000,
): Promise<T> {
  const context = await browser.newContext({ timezoneId: 'Europe/Paris', ...options })
  try {
    const page = await context.newPage()
    if (options.javaScriptEnabled !== false) await page.clock.install({ time: at })
    return await work(page)
  } finally {
    await context.close()
  }
}

for (const [colorScheme, width, looked] of [
  ['light', 390, [...everywhere, ...further]],
  ['dark', 390, everywhere],
  // The calendar is a table only where it is wide.
  ['light', 1280, ['/maintenance/', '/en/maintenance/2027-01/']],
  ['dark', 1280, ['/maintenance/']],
] as const)
  test(
    `no page breaks a rule of accessibility in ${colorScheme}, ${width} wide`,
    { timeout: 180_000 },
    async () => {
      // Axe is put in from outside, which the policy of the page would rightly not allow.
      await withPage({ colorScheme, bypassCSP: true, viewport: { width, height: 800 } }, async (page) => {
        for (const place of looked) {
          await page.goto(busy.url + place)
          await page.evaluate(axe)
          const broken = await page.evaluate(async () => {
            const run = (
              window as unknown as {
                axe: {
                  run(options: unknown): Promise<{
                    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
                  }>
                }
              }
            ).axe
            const { violations } = await run.run({
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            })
            return violations.map(
              ({ id, nodes }) =>
                `${id}: ${nodes
                  .map((node) => `${node.html} ${node.failureSummary}`)
                  .slice(0, 3)
                  .join(' | ')}`,
            )
          })
          expect(broken, place).toEqual([])
        }
      })
    },
  )

test('no page scrolls sideways on a phone, a tablet or a desk', async () => {
  for (const width of [320, 390, 768, 1280])
    await withPage({ viewport: { width, height: 800 } }, async (page) => {
      for (const place of [...places, ...further]) {
        await page.goto(busy.url + place)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(wide, `${place} at ${width}`).toBeLessThanOrEqual(width)
      }
    })
})

test('no page asks anybody else for anything, and the policy stops nothing of its own', async () => {
  await withPage({}, async (page) => {
    const asked: string[] = []
    const consoleLines: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => consoleLines.push(message.text()))
    page.on('pageerror', (error) => consoleLines.push(error.message))
    for (const place of places) await page.goto(busy.url + place, { waitUntil: 'load' })
    expect(asked.filter((url) => !url.startsWith(`${busy.url}/`))).toEqual([])
    expect(consoleLines).toEqual([])
    const accent = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--accent'),
    )
    expect(accent).toBe('#1f5fbf')
    expect(await page.context().cookies()).toEqual([])
  })
})

test('the accent and the sheet of the operator win over the page’s own', async () => {
  const themed = await host(
    site,
    aSnapshot({ page: { ...aSnapshot().page, accent: '#ff0000', css: 'own.css' } }),
    new Map([['own.css', Buffer.from('a { color: rgb(1, 2, 3) } .banner { border-radius: 0 }')]]),
  )
  await withPage({}, async (page) => {
    await page.goto(`${themed.url}/`)
    const seen = await page.evaluate(() => [
      getComputedStyle(document.documentElement).getPropertyValue('--accent'),
      getComputedStyle(document.querySelector('main a')!).color,
      getComputedStyle(document.querySelector('.banner')!).borderRadius,
    ])
    expect(seen).toEqual(['#ff0000', 'rgb(1, 2, 3)', '0px'])
  })
  await themed.close()
})

test('without JavaScript everything is there, with the time it was made', async () => {
  await withPage({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${busy.url}/`)
    expect(await page.locator('h1').innerText()).toBe('Panne majeure en cours')
    expect(await page.locator('main').innerText()).toContain('Paiements indisponibles')
    expect(await page.locator('main').innerText()).toContain('Correction de texte (IA)')
    expect(await page.locator('footer').innerText()).toContain('Page générée le 22 novembre 2026 à 16:04')
    await page.getByRole('link', { name: 'Correction de texte (IA)' }).first().click()
    expect(await page.locator('.dayrows').innerText()).toContain('panne majeure')
    await page.getByRole('link', { name: 'English' }).click()
    expect(await page.locator('.dayrows').innerText()).toContain('major outage')
  })
})

test('a page whose collector died says so and is no longer green', async () => {
  const green = await host(site, aSnapshot())
  try {
    await withPage({}, async (page) => {
      await page.goto(`${green.url}/`)
      expect(await page.locator('.stale').isVisible()).toBe(false)
      const colour = () =>
        page.evaluate(() => getComputedStyle(document.querySelector('.banner')!).borderLeftColor)
      const fresh = await colour()
      await page.clock.fastForward(10 * 60_000)
      expect(await page.locator('.stale').innerText()).toContain(
        'n’a pas été mise à jour depuis le 22 novembre 2026 à 16:04 (Paris)',
      )
      expect(await page.locator('h1').innerText()).toContain('Dernier état connu')
      expect(await page.locator('.banner > .i').isVisible()).toBe(false)
      expect(await colour()).not.toBe(fresh)
    })
  } finally {
    await green.close()
  }
})

test('a page whose collector died says so where the browser keeps nothing for it, too', async () => {
  const green = await host(site, aSnapshot())
  try {
    // A frame of its own origin may keep nothing, and the reader's zone is another than the page's.
    await withPage({ timezoneId: 'Asia/Tokyo' }, async (page) => {
      await page.setContent(
        `<iframe sandbox="allow-scripts" width="390" height="800" src="${green.url}/"></iframe>`,
      )
      const frame = page.frameLocator('iframe')
      await frame.locator('button.zones').click()
      expect(await frame.locator('.banner time').first().innerText()).toBe('23 novembre 2026 à 00:04')
      await page.clock.fastForward(10 * 60_000)
      expect(await frame.locator('.stale').isVisible()).toBe(true)
      expect(await frame.locator('h1').innerText()).toContain('Dernier état connu')
    })
  } finally {
    await green.close()
  }
})

test('a page left open takes in what has changed, and keeps the reader’s place', async () => {
  const changing = await host(site, aSnapshot({ incidents: [] }))
  try {
    await withPage({}, async (page) => {
      await page.goto(`${changing.url}/`)
      await page.getByRole('link', { name: 'API publique' }).focus()
      await changing.publish(aSnapshot({ incidents: [anOpenIncident()], status: 'major_outage' }))
      await page.clock.fastForward(60_000)
      await page.getByRole('heading', { name: 'Panne majeure en cours' }).waitFor()
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('API publique')
      expect(await page.locator('[role=status]').innerText()).toContain('mise à jour')
    })
  } finally {
    await changing.close()
  }
})

test('a reader elsewhere may have the times in their own zone', async () => {
  await withPage({ timezoneId: 'America/New_York' }, async (page) => {
    await page.goto(`${busy.url}/incidents/openopenopen/`)
    const first = page.locator('.timeline time').first()
    expect(await first.innerText()).toBe('15:34')
    await page.getByRole('button', { name: 'Afficher à mon heure (New York)' }).click()
    expect(await first.innerText()).toBe('22 novembre 2026 à 09:34')
    // The end of a span says its day only where it is another one, and no longer than its beginning does.
    await page.goto(`${busy.url}/maintenance/`)
    const spans = await page.locator('main .span').allInnerTexts()
    expect(spans.length).toBeGreaterThan(1)
    for (const span of spans) expect(span).toMatch(/^\S+ \S+ \S+, \d\d:\d\d – (?:\S+ \S+ \S+, )?\d\d:\d\d$/)
    expect(await page.locator('footer .zone').innerText()).toContain('New York')
    expect(await page.locator('main').innerText()).toContain('Heures du calendrier\u00a0: Paris.')
    // Its days are still those of the page, and say so.
    const days = page.locator('main .days-zone')
    await page.goto(`${busy.url}/history/2026-11/`)
    expect(await days.innerText()).toBe('Jours et mois\u00a0: Paris.')
    await page.goto(`${busy.url}/incidents/openopenopen/`)
    await page.getByRole('button', { name: 'Paris' }).click()
    expect(await page.locator('footer .days-zone').isHidden()).toBe(true)
    expect(await first.innerText()).toBe('15:34')
  })
})

test('zones are named as the page names its own, and one zone under two names is one', async () => {
  const titled = async (pageZone: string, timezoneId: string) => {
    const zoned = await host(site, aSnapshot({ page: { timezone: pageZone } }))
    try {
      return await withPage({ timezoneId }, async (page) => {
        const errors: string[] = []
        page.on('pageerror', ({ message }) => errors.push(message))
        await page.goto(`${zoned.url}/`)
        expect(errors).toEqual([])
        const button = page.getByRole('button', { name: 'Afficher à mon heure' })
        if (!(await button.isVisible())) return null
        const time = page.locator('footer time').first()
        const before = await time.getAttribute('title')
        await button.click()
        return [before, await time.getAttribute('title'), await page.locator('footer .zone').innerText()]
      })
    } finally {
      await zoned.close()
    }
  }
  expect(await titled('Etc/UTC', 'UTC')).toBeNull()
  expect(await titled('Asia/Kolkata', 'Asia/Calcutta')).toBeNull()
  expect(await titled('Etc/GMT+5', 'Asia/Kathmandu')).toEqual([
    expect.stringMatching(/^22 novembre 2026 à 20:49 \(Kat[h]?mandu\)$/),
    '22 novembre 2026 à 10:04 (UTC−5)',
    expect.stringMatching(/Kat[h]?mandu/),
  ])
  expect(await titled('Europe/Paris', 'Etc/GMT-5')).toEqual([
    '22 novembre 2026 à 20:04 (UTC+5)',
    '22 novembre 2026 à 16:04 (Paris)',
    expect.stringContaining('UTC+5'),
  ])
})

test('a bar under the pointer says its day, and leads to it', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${busy.url}/`)
    const bars = page.locator('li', { hasText: 'Correction de texte (IA)' }).locator('svg.bars').first()
    const box = (await bars.boundingBox())!
    const over = [(box.width * 42.4) / 90, box.height / 2] as const
    await bars.hover({ position: { x: over[0], y: over[1] } })
    expect(await page.locator('.tip').innerText()).toBe('mar. 6 oct. · panne majeure')
    const later = { x: (box.width * 55.5) / 90, y: box.height / 2 }
    await bars.hover({ position: later })
    expect(await page.locator('.tip').innerText()).toBe('lun. 19 oct. · sans panne')
    await bars.click({ position: { x: over[0], y: over[1] } })
    await page.waitForURL('**/components/ai/#d-2026-10-06')
  })
})

test('the keyboard reaches the content first, and every link shows where it is', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${busy.url}/`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid')
  })
})

test('a status in many words wraps instead of running out of its box', async () => {
  await withPage({ viewport: { width: 390, height: 800 } }, async (page) => {
    await page.goto(`${busy.url}/components/api/`)
    const runsOut = await page.evaluate(() => {
      const statuses = [...document.querySelectorAll<HTMLElement>('main .st')]
      for (const status of statuses) status.append(' bisher unter der Zusage, noch nicht verloren')
      return statuses.length > 0 && document.documentElement.scrollWidth > 390
    })
    expect(runsOut).toBe(false)
  })
})

test('sixty components and none both fit a phone', async () => {
  for (const count of [0, 60]) {
    const many = await host(site, aSnapshotOf(count))
    try {
      await withPage({ viewport: { width: 390, height: 800 } }, async (page) => {
        await page.goto(`${many.url}/`)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
        expect(await page.locator('.bars').count()).toBe(count)
        expect(await page.locator('ol.days:visible').count()).toBe(count > 0 ? 1 : 0)
      })
    } finally {
      await many.close()
    }
  }
})

test('names of 200 letters, words without spaces and pages from right to left fit the narrowest phone', async () => {
  const rich = aRichSnapshot()
  const variants = {
    long: withLongTexts(rich),
    thai: inInventedLanguage(rich, 'th'),
    arabic: inInventedLanguage(rich, 'ar'),
  }
  const rendered =
    '/ /components/ai/ /incidents/learntlearnt/ /history/2026-11/ /maintenance/ /sla/ /sla/ai/2026-11/ /reports/ /reports/2026-10/ /reports/2026-11-21/ /figures/'
  for (const [name, snapshot] of Object.entries(variants)) {
    const served = await host(site, snapshot)
    try {
      await withPage({ viewport: { width: 320, height: 800 } }, async (page) => {
        for (const place of rendered.split(' ')) {
          expect((await page.goto(served.url + place))?.status(), `${name} ${place}`).toBe(200)
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth),
            `${name} ${place}`,
          ).toBeLessThanOrEqual(320)
        }
        // What leads on points to where the text goes, what leads back to where it comes from.
        await page.goto(`${served.url}/reports/2026-10/`)
        const arrows = await page.evaluate(() =>
          (
            [
              ['.back a', '::before'],
              ['a[rel=prev]', '::before'],
              ['a[rel=next]', '::after'],
            ] as const
          ).map(
            ([link, part]) => /[←→]/.exec(getComputedStyle(document.querySelector(link)!, part).content)?.[0],
          ),
        )
        expect(arrows, name).toEqual(name === 'arabic' ? ['→', '→', '←'] : ['←', '←', '→'])
      })
    } finally {
      await served.close()
    }
  }
})

test('the calendar is a table at a desk, and on a phone a list of the days that have something', async () => {
  await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } }, async (page) => {
    await page.goto(`${busy.url}/maintenance/`)
    expect(await page.locator('.cal td:visible').count()).toBe(42)
    expect(await page.getByRole('columnheader').first().innerText()).toBe('lun.')
    await page.getByRole('link', { name: 'Mois suivant : décembre 2026' }).click()
    expect(await page.locator('h2').first().innerText()).toBe('Décembre 2026')
    for (const cell of await page.locator('.cal a').all())
      expect(await cell.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true)
  })
  await withPage({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page) => {
    await page.goto(`${busy.url}/maintenance/2026-12/`)
    expect(await page.locator('.cal td:visible').count()).toBe(3)
    expect(await page.locator('.cal td:visible').first().innerText()).toMatch(
      /mercredi 2 décembre\s+Changement de réseau\s+dès 23:00/,
    )
    expect(await page.getByRole('link', { name: 'Maintenance', exact: true }).isVisible()).toBe(true)
  })
})
