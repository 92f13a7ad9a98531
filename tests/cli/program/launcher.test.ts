import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** What the child prints that `run.mjs` runs with these words, under a given Node. */
function childOf(words: readonly string[], env: NodeJS.ProcessEnv = {}, node = process.execPath): unknown {
  const { stdout, stderr, status } = spawnSync(
    node,
    [join(root, 'run.mjs'), '--script', 'tests/cli/program/node-flags-child.ts', ...words],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', ...env } },
  )
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout)
}

/** The flags of Node under which `run.mjs` runs what these words say. */
const nodeFlagsOf = (...words: readonly string[]): readonly string[] => childOf(words) as string[]

const lean = ['--max-semi-space-size=4', '--heap-growing-percent=30']

test
  .skipIf(process.platform === 'win32')
  .each([['start'], ['demo --days 3'], ['--data folder start'], ['--config=status.yaml start']])(
  'a collector runs with little memory: vigie %s',
  (words) => {
    expect(nodeFlagsOf(...words.split(' '))).toEqual(expect.arrayContaining(lean))
  },
)

test.each([
  ['maintenance start x'],
  ['deploy start --component api'],
  ['--data start validate'],
  ['incident open --title demo'],
])('a command that ends does not, whatever words are in it: vigie %s', (words) => {
  expect(nodeFlagsOf(...words.split(' '))).not.toEqual(expect.arrayContaining(lean))
})

/** A Node of the system that is older than the one Vigie brings along; null where there is none. */
const olderNode = ((): string | null => {
  const { stdout, status } = spawnSync('/usr/bin/node', ['--version'], { encoding: 'utf8' })
  return status === 0 && Number(/^v(\d+)/.exec(stdout)?.[1]) < 26 ? '/usr/bin/node' : null
})()

test.skipIf(process.platform === 'win32').each([
  ['this Node', process.execPath],
  ['an older Node', olderNode],
])('a collector gives freed memory back, started from %s; a command is left as it is', (_, node) => {
  if (node === null) return
  const print = { VIGIE_TEST_PRINT: 'MALLOC_ARENA_MAX' }
  expect(childOf(['start'], print, node)).toBe('1')
  expect(childOf(['start'], { ...print, MALLOC_ARENA_MAX: '4' }, node)).toBe('4')
  expect(childOf(['validate'], print, node)).toBeNull()
})

test('the version is that of the package', async () => {
  const { stdout } = spawnSync(process.execPath, [join(root, 'collector/main.ts'), '--version'], {
    encoding: 'utf8',
  })
  const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } })
  expect(stdout.trim()).toBe(manifest.version)
})
