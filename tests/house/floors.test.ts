import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const files = globSync(['collector/**/*.ts', 'src/**/*.{ts,astro}'], { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
)

/** Pure libraries that core may use, by name, and why. */
const allowedInCore = new Set([
  '@datadog/sketches-js', // the mapping of a quantile sketch
  'rrule-temporal', // recurrence rules of RFC 5545
])

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '')

/** The floor a file stands on: the first folder below `collector/`, or `src`. */
const floorOf = (file: string): string =>
  file.startsWith('src/') ? 'src' : (file.match(/^collector\/([^/]+)\//)?.[1] ?? 'main')

/** The floors each floor may see besides itself. `main`, `cli` and `demo` wire things together and see all of the collector. */
const sees: Record<string, readonly string[] | 'all'> = {
  core: [],
  config: ['core'],
  probes: ['core'],
  pulls: ['core'],
  store: ['core'],
  notifiers: ['core'],
  publishers: ['core'],
  server: ['core', 'notices', 'ports'],
  notices: ['core', 'ports'],
  steps: ['core', 'ports'],
  src: ['core'],
  cli: 'all',
  demo: 'all',
  main: 'all',
}
/** Files that only declare a port's types, which steps may see. */
const isPort = (file: string): boolean => file === 'collector/store/store.ts'

test('no floor looks at another it should not know', () => {
  const wrong: string[] = []
  for (const file of files) {
    const allowed = sees[floorOf(file)]
    if (allowed === undefined) wrong.push(`${file}: stands on a floor that no rule names`)
    if (allowed === 'all' || allowed === undefined) continue
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith('.')) continue
      const target = relative(root, join(root, dirname(file), specifier)).replaceAll('\\', '/')
      const floor = floorOf(target)
      if (floor === floorOf(file) || allowed.includes(floor)) continue
      if (allowed.includes('ports') && isPort(target)) continue
      wrong.push(`${file} imports ${target}`)
    }
  }
  expect(wrong).toEqual([])
})

test('core imports nothing but itself and the libraries named here', () => {
  const wrong = files
    .filter((file) => floorOf(file) === 'core')
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !allowedInCore.has(name))
        .map((name) => `${file}: ${name}`),
    )
  expect(wrong).toEqual([])
})

test('core never reads a clock, randomness, the environment or the disk', () => {
  const forbidden =
    /\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b|\bMath\.random\b|\bperformance\.|\bprocess\.|\bcrypto\.|\bfetch\(|\bsetTimeout\b|\bsetInterval\b/
  const wrong = files
    .filter((file) => floorOf(file) === 'core')
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line.replace(/\/\/.*|^\s*\/?\*.*/, ''))
            ? [`${file}:${index + 1} ${line.trim()}`]
            : [],
        ),
    )
  expect(wrong).toEqual([])
})
