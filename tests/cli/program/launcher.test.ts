import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** The flags of Node under which `run.mjs` runs what these words say. */
function nodeFlagsOf(...words: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'run.mjs'), '--script', 'tests/cli/program/node-flags-child.ts', ...words],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  )
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as string[]
}

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

test('the version is that of the package', async () => {
  const { stdout } = spawnSync(process.execPath, [join(root, 'collector/main.ts'), '--version'], {
    encoding: 'utf8',
  })
  const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } })
  expect(stdout.trim()).toBe(manifest.version)
})
