import { expect, test } from 'vitest'
import { forecastOf } from './builders.ts'

const now = '2026-11-22T18:00:00Z'
const http = '{ kind: http, url: "https://a/" }'
const heartbeat = '{ kind: heartbeat, every: 1h, grace: 5m, token: abcdefghijklmnopqrstuvwxyz }'

type MeasureFileOptions = {
  readonly tier: string
  readonly monitors?: string
  readonly window?: string
  readonly custom?: string
  readonly rest?: string
}

const fileText = ({
  tier,
  monitors = http,
  window = 'month',
  custom,
  rest = '',
}: MeasureFileOptions): string =>
  `page: { name: Acme }
components:
  - { id: api, name: API, group: All, tier: gold, monitors: [${monitors}] }
  - { id: web, name: Web, group: All }
tiers: [{ id: gold, name: Gold, ${tier} }]
objectives: { windows: { availability: ${window}, response_p95: ${window === 'month' ? 'day' : window} }, custom: [${custom ?? ''}] }
${rest}`
const objectiveWarnings = (written: MeasureFileOptions): string[] =>
  forecastOf(fileText(written), now).objectives

test('a promise that allows less than an outage that is surely seen is finer than monitors see', () => {
  expect(objectiveWarnings({ tier: 'availability: 99.999%' })).toEqual([
    'status.yaml:5:47 tiers[0].availability: is finer than monitors see: 99.999% of each month allows 24s (of 28d), and an outage of less than 35s (every 30s + 1 × retry_every 5s) of api may go unseen. Check every 19s or oftener, or promise 99.998% or less, or judge it over a longer window.',
  ])
  expect(objectiveWarnings({ tier: 'availability: 99.99%' })).toEqual([])
})

test('what is advised is enough', () => {
  const every = (seconds: number): string => http.replace(' }', `, every: ${seconds}s, timeout: 5s }`)
  expect(objectiveWarnings({ tier: 'availability: 99.999%', monitors: every(19) })).toEqual([])
  expect(objectiveWarnings({ tier: 'availability: 99.999%', monitors: every(20) })).toHaveLength(1)
  expect(objectiveWarnings({ tier: 'availability: 99.99%' })).toEqual([])
})

test('99.999 % of a day is less than a second, and no monitor looks that often', () => {
  const [line] = objectiveWarnings({ tier: 'availability: 99.999%', window: 'day' })
  expect(line).toContain('99.999% of each day allows 864ms (of 1d)')
  expect(line).toContain('may go unseen. Promise 99.95')
})

test('of several monitors the one that looks most often decides; a heartbeat is missed after its grace', () => {
  const slow = http.replace(' }', ', id: slow, every: 1h }')
  expect(objectiveWarnings({ tier: 'availability: 99.99%', monitors: slow })[0]).toContain(
    'an outage of less than 1h5s (every 1h + 1 × retry_every 5s)',
  )
  expect(objectiveWarnings({ tier: 'availability: 99.99%', monitors: `${slow}, ${http}` })).toEqual([])
  expect(objectiveWarnings({ tier: 'availability: 99.9%', monitors: heartbeat })[0]).toContain(
    'an outage of less than 1h5m (every 1h + grace 5m) of api',
  )
})

test('a P95 over fewer than twenty checks is that of the slowest alone', () => {
  const slow = http.replace(' }', ', every: 2h }')
  expect(objectiveWarnings({ tier: 'response_p95: 1s', monitors: slow })).toEqual([
    'status.yaml:5:47 tiers[0].response_p95: is finer than monitors see: api is checked 12 times in 1d, so that one slow answer alone is more than 5 of 100. Check every 72m or oftener, or judge it over a longer window.',
  ])
  expect(
    objectiveWarnings({ tier: 'response_p95: 1s', monitors: http.replace(' }', ', every: 72m }') }),
  ).toEqual([])
})

test('response time that no monitor measures cannot be computed', () => {
  expect(objectiveWarnings({ tier: 'response_p95: 1s', monitors: heartbeat })).toEqual([
    'status.yaml:5:47 tiers[0].response_p95: cannot be computed for api: a heartbeat measures no response time, and no other monitor is there. Add one, such as "kind: http", or take the promise away.',
  ])
  expect(objectiveWarnings({ tier: 'response_p95: 1s', monitors: '' })[0]).toContain(
    'cannot be computed for api: no monitor is there that measures response times.',
  )
  expect(objectiveWarnings({ tier: 'response_p95: 1s', monitors: `${heartbeat}, ${http}` })).toEqual([])
})

test('availability without monitors is only what incidents declare', () => {
  expect(objectiveWarnings({ tier: 'availability: 99.9%', monitors: '' })).toEqual([
    'status.yaml:5:47 tiers[0].availability: nothing measures it for api, which has no monitors: only what incidents declare counts, so it is unknown as long as nobody writes one. Add a monitor, or take the promise from it.',
  ])
})

test('a group is timed by any of its components, and watched only by all', () => {
  const custom = '{ id: all, group: All, availability: 99%, response_p95: 1s }'
  const lines = objectiveWarnings({ tier: 'description: x', custom })
  expect(lines).toEqual([
    expect.stringContaining('objectives.custom[0].availability: nothing measures it for web,'),
  ])
})

test('a response slower than the timeout is never measured, so such a promise is never broken', () => {
  expect(objectiveWarnings({ tier: 'response_p95: 12s' })[0]).toContain(
    'can never be broken for api: an answer slower than 10s (timeout or within) is down',
  )
  const within = http.replace(' }', ', expect: { within: 2s } }')
  expect(objectiveWarnings({ tier: 'response_p95: 3s', monitors: within })).toHaveLength(1)
  expect(objectiveWarnings({ tier: 'response_p95: 2s', monitors: within })).toEqual([])
})

test('an objective that is about nobody, or promises nothing, is reported', () => {
  expect(
    objectiveWarnings({
      tier: 'description: x',
      custom: '{ id: a, availability: 99% }, { id: b, components: [api] }',
    }),
  ).toEqual([
    expect.stringContaining('objectives.custom[0]: cannot be computed: it says of nobody what it promises.'),
    expect.stringContaining('objectives.custom[1]: cannot be computed: it promises nothing.'),
  ])
})

test('growth of a highest or lowest point is reported, of a mean it is not', () => {
  const metric = (summary: string): string =>
    `metrics: [{ id: users, name: Users, summary: ${summary}, growth: 10% }]\n`
  expect(objectiveWarnings({ tier: 'description: x', rest: metric('max') })).toEqual([
    expect.stringContaining('metrics[0].growth: is measured by the highest point of each month alone'),
  ])
  expect(objectiveWarnings({ tier: 'description: x', rest: metric('mean') })).toEqual([])
})

test('a tier that no component has promises nothing to anybody', () => {
  const text = fileText({ tier: 'availability: 99.9999%' }).replace('tier: gold, ', '')
  expect(forecastOf(text, now).objectives).toEqual([])
})
