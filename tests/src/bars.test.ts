import { expect, test } from 'vitest'
import type { ComponentView, DayView } from '../../collector/core/snapshot/snapshot.ts'
import { bars } from '../../src/view/overview/bars.ts'
import { overview } from '../../src/view/overview/overview.ts'
import { componentPage } from '../../src/view/component/component.ts'
import { uptimeBadge } from '../../src/badges/badges.ts'
import { viewOf } from '../../src/view/shared/view.ts'
import { aComponent, aSnapshot } from './snapshots.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const whole = aComponent('api', 'API').days.at(-2)!

/** A day of which so much was watched (ms), with a worst status. */
const aDay = (
  observed: number,
  worst: DayView['worst'] = 'operational',
  more: Partial<DayView> = {},
): DayView => ({
  ...whole,
  period: day,
  observed,
  unknown: day - observed,
  excluded: 0,
  down: 0,
  availability: observed > 0 ? 1 : null,
  printed: observed > 0 ? '100' : null,
  worst,
  ...more,
})

const view = (locale?: string, component: ComponentView = aComponent('api', 'API')) =>
  viewOf(aSnapshot({ components: [component], page: { locale: 'en', locales: ['en', 'fr'] } }), locale, '/')
const svg = (...days: DayView[]): string => bars(view(), days)
const pathOf = (html: string, state: string): string | null =>
  new RegExp(`class="b-${state}" d="([^"]*)"`).exec(html)?.[1] ?? null

test('a day of which seventy seconds were watched is not green', () => {
  const drawn = svg(aDay(70_000))
  expect(pathOf(drawn, 'operational')).toBeNull()
  expect(pathOf(drawn, 'unknown')).toBe('M0 21h3v7h-3z')
  expect(drawn).toContain('data-unwatched="0:1439"')
  expect(drawn).toContain('aria-label="no data: 1 day"')
})

test('what nobody watched of a day is the grey foot of its bar', () => {
  const drawn = svg(aDay(day), aDay(18 * hour), aDay(day), aDay(12 * hour))
  expect(pathOf(drawn, 'operational')).toBe('M0 6h3v22h-3zm4 0h3v22h-3zm4 0h3v22h-3zm4 0h3v22h-3z')
  // A quarter and a half of a bar of 22, in steps of 2.
  expect(pathOf(drawn, 'unknown')).toBe('M4 22h3v6h-3zm8 -6h3v12h-3z')
  expect(drawn).toContain('no outage: 4 days, partly without data: 2 days')
  expect(drawn).toContain('data-unwatched="1:360,3:720"')
})

test('an outage that was seen stays red, however little of its day was watched', () => {
  const drawn = svg(aDay(10 * minute, 'major_outage', { down: 10 * minute }))
  expect(pathOf(drawn, 'major_outage')).toBe('M0 0h3v28h-3z')
  expect(pathOf(drawn, 'unknown')).toBe('M0 6h3v22h-3z')
})

test('a restart of a minute leaves a bar as it is', () => {
  const drawn = svg(aDay(day - minute))
  expect(pathOf(drawn, 'unknown')).toBeNull()
  expect(drawn).not.toContain('data-unwatched')
})

test('maintenance that is left out is no unknown time', () => {
  expect(
    pathOf(svg(aDay(0, 'operational', { observed: 20 * hour, unknown: 0, excluded: 4 * hour })), 'unknown'),
  ).toBeNull()
})

test('the bars of ninety days that are all partly known weigh little more than those of known ones', () => {
  const known = svg(...Array.from({ length: 90 }, () => aDay(day)))
  const partly = svg(...Array.from({ length: 90 }, (_, i) => aDay(day - (i % 12) * hour)))
  expect(partly.length).toBeLessThan(known.length + 4_000)
})

const withDays = (more: Partial<ComponentView>, ...days: DayView[]): ComponentView => ({
  ...aComponent('api', 'API'),
  days,
  ...more,
})
const text = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0\u202f]+/g, ' ')

test.each([
  [undefined, 'no data for 23 h 59 min', 'no outage · no data for 6 h'],
  ['fr', 'aucune donnée pendant 23 h 59 min', 'aucune donnée pendant 6 h'],
])(
  'the table of days says how long there was no data, and no figure of a minute (%s)',
  (locale, most, some) => {
    const component = withDays({}, aDay(70_000), aDay(18 * hour), aDay(day))
    const rows = text(componentPage(view(locale, component), component).rowsHtml)
    expect(rows).toContain(`${most} – –`)
    expect(rows).toContain(some)
  },
)

test('the overview and the badge give bounds where a notable part was not watched, and none for a restart', () => {
  const figures = {
    ...aComponent('api', 'API').uptime,
    down: 0,
    printed: '100',
    availability: 1,
    excluded: 0,
  }
  const watchedExcept = (unknown: number): ComponentView => {
    const observed = 90 * day - unknown
    return withDays({
      uptime: { ...figures, period: 90 * day, observed, unknown, lower: observed / (90 * day), upper: 1 },
    })
  }
  const row = (unknown: number): string =>
    text(overview(view(undefined, watchedExcept(unknown))).groups[0]!.rows[0]!.uptimeHtml)
  const badge = (unknown: number) => uptimeBadge(view().snapshot, watchedExcept(unknown))
  expect(badge(hour)).toMatchObject({ message: '100% · 90\u00a0d', tone: 'operational' })
  expect(badge(9 * day)).toMatchObject({ message: '90.00% – 100% · 90\u00a0d', tone: 'unknown' })
  expect(row(hour)).not.toContain('between')
  expect(row(9 * day)).toContain('100% (between 90.00% and 100%)')
})

test('bounds are given for little unknown time too, where it could decide about a promise', () => {
  const base = aComponent('api', 'API')
  const observed = 90 * day - hour
  const component = withDays({
    uptime: {
      ...base.uptime,
      down: 0,
      printed: '100',
      availability: 1,
      excluded: 0,
      period: 90 * day,
      observed,
      unknown: hour,
      lower: observed / (90 * day),
      upper: 1,
    },
    objectives: {
      response: null,
      availability: {
        period: { from: 0, to: 1 },
        measured: base.uptime,
        budget: {
          target: 999_900,
          allowed: 1,
          allowedSoFar: 1,
          spent: 0,
          remaining: 1,
          burnRate: 0,
          runsOutAt: null,
          verdict: 'kept',
        },
      },
    },
  })
  const { uptimeHtml } = overview(view(undefined, component)).groups[0]!.rows[0]!
  expect(text(uptimeHtml)).toContain('between 99.953% and 100%')
})

test('a component that nothing watches has no hundred percent', () => {
  const base = aComponent('api', 'API')
  const component = withDays(
    { every: null, checkedAt: null, uptime: { ...base.uptime, down: 0, printed: '100', availability: 1 } },
    aDay(day),
  )
  expect(overview(view(undefined, component)).groups[0]!.rows[0]!.uptimeHtml).toBe('not monitored')
  const page = componentPage(view(undefined, component), component)
  expect([page.uptimeHtml, page.noFigure]).toEqual([null, 'not monitored'])
  expect(page.rowsHtml).not.toContain('100')
  expect(uptimeBadge(view(undefined, component).snapshot, component).message).toBe('not monitored')
})

test('a day that hardly anybody watched is not called one without incident', () => {
  const component = aComponent('api', 'API')
  const hardly = { ...component, days: component.days.map((one) => ({ ...aDay(70_000), date: one.date })) }
  const quiet = overview(viewOf(aSnapshot({ components: [hardly], incidents: [] }), 'en', '/')).recent
  expect(quiet[1]!.noIncidentText).toBe('Hardly anything was watched that day.')
})
