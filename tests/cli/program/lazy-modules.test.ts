import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { modulesFor } from '../../../collector/cli/program/command-modules.ts'

const root = join(import.meta.dirname, '../../..')
const hook = join(import.meta.dirname, 'loaded-modules-child.ts')

/** Output of a command line, and the modules it loaded: files by their path from the root, Node's own as `node:…`. */
function run(entry: string, ...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(hook).href, join(root, entry), ...words],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', COLUMNS: undefined } },
  )
  expect(status, stderr).toBe(0)
  const base = `${pathToFileURL(root).href}/`
  const loaded = JSON.parse(stderr.trim().split('\n').at(-1)!) as string[]
  return { stdout, modules: loaded.map((url) => url.replace(base, '')) }
}

test.each([['--help'], ['-h']])(
  'vigie %s loads nothing but Node’s own modules for files and paths',
  (flag) => {
    const { modules } = run('run.mjs', flag)
    // `node:fs` is that of the hook as well.
    expect(modules.toSorted()).toEqual(['node:path', 'node:url', 'run.mjs'])
  },
)

test('the help kept as a text is that of the program', () => {
  const { stdout } = run('collector/main.ts', '--help')
  const file = 'collector/cli/program/help.txt'
  expect(
    readFileSync(join(root, file), 'utf8'),
    `write it again: node collector/main.ts --help > ${file}`,
  ).toBe(stdout)
  expect(run('run.mjs', '--help').stdout).toBe(stdout)
})

test.each([['incident'], ['uptime'], ['subscribers']])(
  'the help of vigie %s loads neither configuration nor store',
  (command) => {
    const { stdout, modules } = run('collector/main.ts', command, '--help')
    expect(stdout).toContain(`Usage: vigie ${command}`)
    const heavy =
      /^collector\/(config|store|server|publishing|core\/i18n)\/|node_modules\/(yaml|better-sqlite3|@datadog|hono|pino|undici)\//
    expect(modules.filter((module) => heavy.test(module))).toEqual([])
  },
)

test('every command is defined by the module that its name alone loads', async () => {
  const help = readFileSync(join(root, 'collector/cli/program/help.txt'), 'utf8')
  const names = [...help.split('Commands:')[1]!.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!)
  expect(names.length).toBeGreaterThan(20)
  for (const name of names.filter((each) => each !== 'help')) {
    const [add, ...others] = modulesFor(['--data', 'start', name, '--json'])
    expect(others, name).toEqual([])
    const program = new Command('vigie')
    await add!(program, [name], {
      createTerminal: () => expect.fail(),
      withStore: () => expect.fail(),
      setExitCode() {},
    })
    expect(program.commands.map((command) => command.name())).toContain(name)
  }
})

test.each([[[]], [['help', 'incident']], [['incidnet']]])(
  'all are loaded where none is named: vigie %j',
  (argv) => {
    expect(modulesFor(argv).length).toBeGreaterThan(10)
  },
)
