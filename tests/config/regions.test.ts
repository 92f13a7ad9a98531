import { expect, test } from 'vitest'
import { configOf, problemsOf, withMonitor } from './builders.ts'

const http = '{ kind: http, url: https://a.example }'
const places =
  'regions: [{ id: paris, name: Paris }, { id: oslo }, { id: rome, name: { fr: Rome, en: Rome } }]\n'

test('a monitor is watched from all places that are listed, by a majority, unless it says otherwise', () => {
  const config = configOf(withMonitor(http, `region: paris\n${places}`))
  expect(config.regions).toEqual([
    { id: 'paris', name: 'Paris' },
    { id: 'oslo', name: 'oslo' },
    { id: 'rome', name: { fr: 'Rome', en: 'Rome' } },
  ])
  const [monitor] = config.components[0]!.monitors
  expect(monitor!.watchedFrom).toEqual({ regions: ['paris', 'oslo', 'rome'], quorum: 'majority' })
})

test('the nearest quorum holds: of the monitor, its component, the file', () => {
  const watchedFrom = (quorums: { monitor?: string; component?: string; file?: string }) => {
    const monitor = `{ kind: http, url: https://a.example, regions: [oslo, paris]${quorums.monitor ?? ''} }`
    const text = withMonitor(monitor, `region: paris\n${places}${quorums.file ?? ''}`)
    const named = text.replace('    name: API\n', `    name: API\n${quorums.component ?? ''}`)
    return configOf(named).components[0]!.monitors[0]!.watchedFrom
  }
  expect(watchedFrom({ file: 'quorum: all\n' })).toEqual({ regions: ['oslo', 'paris'], quorum: 'all' })
  expect(watchedFrom({ file: 'quorum: all\n', component: '    quorum: 1\n' })?.quorum).toBe(1)
  expect(watchedFrom({ component: '    quorum: 1\n', monitor: ', quorum: majority' })?.quorum).toBe(
    'majority',
  )
})

test('without a list there is one place, and beats come to the collector itself', () => {
  expect(configOf(withMonitor(http)).components[0]!.monitors[0]!.watchedFrom).toBeUndefined()
  const heartbeat = '{ kind: heartbeat, every: 1h, token: abcdefghijklmnop }'
  const config = configOf(withMonitor(heartbeat, `region: paris\n${places}`))
  expect(config.components[0]!.monitors[0]!.watchedFrom).toBeUndefined()
})

test.each([
  [
    places,
    {},
    [
      '7:10 regions: does not say which of these places this collector watches from. Write region: paris (or set VIGIE_REGION).',
    ],
  ],
  [
    `region: pari\n${places}`,
    {},
    ['7:9 region: there is no region "pari". Did you mean "paris"? Write one of regions: paris, oslo, rome.'],
  ],
  [
    places,
    { VIGIE_REGION: 'lima' },
    [
      '7:10 regions: lacks the place that the environment variable VIGIE_REGION names. Add that place, or set the variable to one of these.',
    ],
  ],
  [
    `region: paris\n${places}quorum: half\n`,
    {},
    [
      '9:9 quorum: "half" is no number of places. Write majority, all, or how many places must agree, such as 2.',
    ],
  ],
  [
    `region: paris\n${places}quorum: 0\n`,
    {},
    [
      '9:9 quorum: "0" is no number of places. Write majority, all, or how many places must agree, such as 2.',
    ],
  ],
  [
    'region: paris\nregions: [{ id: paris }, { id: paris }]\n',
    {},
    ['8:32 regions[1].id: "paris" is already the id of region number 1. Write another id.'],
  ],
])('%j is told what is wrong with it', (rest, environment, expected) => {
  expect(problemsOf(withMonitor(http, rest), environment)).toEqual(
    expected.map((line) => `status.yaml:${line}`),
  )
})

test('a monitor is watched from places that are listed', () => {
  const elsewhere = '{ kind: http, url: https://a.example, regions: [lima] }'
  expect(problemsOf(withMonitor(elsewhere, `region: paris\n${places}`))[0]).toMatch(
    /there is no region "lima"\. Write one of regions: paris, oslo, rome\./,
  )
  expect(problemsOf(withMonitor(elsewhere))[0]).toMatch(/there is no region "lima"\. Add it under regions/)
})
