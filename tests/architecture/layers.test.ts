import { expect, test } from 'vitest'
import { importedSources, importsOf, read, roomOf, sources } from './sources.ts'

/** Pure libraries that core may use, by name, and why. */
const allowedInCore = new Set([
  '@csstools/css-tokenizer', // what a style sheet loads
  'croner', // the moments of a schedule as in crontab
  '@datadog/sketches-js', // the mapping of a quantile sketch
  'ical-generator', // events of calendars, folded and escaped
  'markdown-it', // Markdown of notices
  'timezones-ical-library', // definitions of zones in calendars
  'rrule-temporal', // recurrence rules of RFC 5545
])

const everythingBelow = [
  'core',
  'time',
  'config',
  'net',
  'probes',
  'store',
  'notices',
  'accounts',
  'alerts',
  'channels',
  'deliveries',
  'deployments',
  'subscriptions',
  'monitoring',
  'metrics',
  'publishing',
  'reports',
  'regions',
  'server',
]

/** The rooms each room may import besides itself; `ports` are the files that only declare a port's types. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  src: ['core'],
  config: ['core'],
  net: ['core'],
  time: ['core'],
  probes: ['core', 'net'],
  store: ['core', 'time'],
  notices: ['core', 'ports'],
  accounts: ['core', 'ports'],
  alerts: ['core', 'ports', 'notices', 'publishing'],
  channels: ['core', 'net'],
  // Verdicts on deployments, in the form of the API.
  deliveries: ['core', 'ports', 'notices', 'deployments', 'net'],
  deployments: ['core', 'ports', 'notices'],
  subscriptions: ['core', 'ports', 'deliveries', 'notices', 'net'],
  monitoring: ['core', 'ports'],
  metrics: ['core', 'ports', 'net', 'monitoring'],
  publishing: ['core', 'ports', 'metrics', 'time'],
  reports: ['core', 'ports', 'publishing'],
  server: [
    'core',
    'ports',
    'notices',
    'alerts',
    'deliveries',
    'deployments',
    'subscriptions',
    'accounts',
    'net',
    'regions',
  ],
  // What agents deliver goes through the recorder.
  regions: ['core', 'ports', 'monitoring'],
  demo: ['core', 'ports', 'notices', 'deployments'],
  app: everythingBelow,
  cli: [...everythingBelow, 'demo', 'app'],
  main: ['cli'],
}
const isPort = (file: string): boolean =>
  /^collector\/store\/(store|stored-change|changes|facts|lease|[a-z]+-store)\.ts$/.test(file)

test('no room imports from a room above it', () => {
  const violations: string[] = []
  for (const file of sources) {
    const allowed = mayImport[roomOf(file)]
    if (allowed === undefined) violations.push(`${file}: is in a room that no rule names`)
    if (allowed === undefined) continue
    for (const target of importedSources(file)) {
      const room = roomOf(target)
      if (room === roomOf(file) || allowed.includes(room)) continue
      if (allowed.includes('ports') && isPort(target)) continue
      violations.push(`${file} imports ${target}`)
    }
  }
  expect(violations).toEqual([])
})

test('core imports nothing but itself and the libraries named here', () => {
  const violations = sources
    .filter((file) => roomOf(file) === 'core')
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !allowedInCore.has(name))
        .map((name) => `${file}: ${name}`),
    )
  expect(violations).toEqual([])
})

test('core never reads a clock, randomness, the environment or the disk', () => {
  const forbidden =
    /\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b|\bMath\.random\b|\bperformance\.|\bprocess\.|\bcrypto\.|\bfetch\(|\bsetTimeout\b|\bsetInterval\b/
  const violations = sources
    .filter((file) => roomOf(file) === 'core')
    .flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line.replace(/\/\/.*|^\s*\/?\*.*/, ''))
            ? [`${file}:${index + 1} ${line.trim()}`]
            : [],
        ),
    )
  expect(violations).toEqual([])
})
